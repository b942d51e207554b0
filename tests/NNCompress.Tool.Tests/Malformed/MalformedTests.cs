using System.Text.RegularExpressions;

namespace NNCompress.Tool.Tests.Malformed;

/// <summary>Spoilt input of every kind: a documented error and its exit code, no stack trace, no hang, no partial output.</summary>
public sealed partial class MalformedTests(Corpus corpus) : IClassFixture<Corpus>
{
    private const int Each = 25;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("mlp.onnx", "inspect MUTANT")]
    [InlineData("mlp.onnx", "encode MUTANT --step 0.2 -o OUT/m.nnz")]
    [InlineData("mlp.onnx", "evaluate MUTANT --data DATA")]
    [InlineData("lenet.onnx", "inspect MUTANT")]
    [InlineData("lenet.onnx", "evaluate MUTANT --data DATA")]
    [InlineData("lenet.onnx", "prune MUTANT --method first-k --ratio 0.2 -o OUT/m.onnx")]
    [InlineData("quantised.nnz", "inspect MUTANT")]
    [InlineData("quantised.nnz", "decode MUTANT -o OUT/m.onnx")]
    [InlineData("quantised.nnz", "evaluate MUTANT --data DATA")]
    [InlineData("jpeg.nnz", "decode MUTANT -o OUT/m.onnx --extract OUT/jpeg")]
    [InlineData("jpeg.nnz", "evaluate MUTANT --data DATA")]
    public void A_spoilt_model(string file, string command) => Check(file, command, (folder, content) =>
    {
        string mutant = folder.File($"mutant{Path.GetExtension(file)}");
        File.WriteAllBytes(mutant, content);
        return mutant;
    });

    [Theory]
    [InlineData("quantised.nnz", "decode MUTANT -o OUT/m.onnx")]
    [InlineData("quantised.nnz", "inspect MUTANT")]
    [InlineData("jpeg.nnz", "decode MUTANT -o OUT/m.onnx --extract OUT/jpeg")]
    [InlineData("jpeg.nnz", "evaluate MUTANT --data DATA")]
    public void A_spoilt_artifact_whose_checksum_is_right(string file, string command) => Check(file, command, (folder, content) =>
    {
        string mutant = folder.File("mutant.nnz");
        File.WriteAllBytes(mutant, NnzChecksum.Repaired(content));
        return mutant;
    });

    [Theory]
    [InlineData("idx/t10k-images-idx3-ubyte")]
    [InlineData("idx/t10k-labels-idx1-ubyte")]
    [InlineData("idx-gz/t10k-images-idx3-ubyte.gz")]
    [InlineData("data.npz")]
    [InlineData("data.csv")]
    public void Spoilt_data(string file) => Check(file, "evaluate MODEL --data MUTANT", (folder, content) =>
    {
        string[] parts = file.Split('/');
        if (parts.Length == 1)
        {
            File.WriteAllBytes(folder.File(file), content);
            return folder.File(file);
        }
        string set = folder.File("set");
        Directory.CreateDirectory(set);
        foreach (string sound in Directory.GetFiles(corpus[parts[0]]))
            File.Copy(sound, Path.Combine(set, Path.GetFileName(sound)), overwrite: true);
        File.WriteAllBytes(Path.Combine(set, parts[1]), content);
        return set;
    });

    private void Check(string file, string command, Func<TemporaryFolder, byte[], string> place)
    {
        byte[] sound = File.ReadAllBytes(corpus[file]);
        int failures = 0;
        foreach ((string name, byte[] content) in Mutation.Of(sound, seed: 1, Each))
        {
            using TemporaryFolder folder = new();
            string mutant = place(folder, content);
            string output = Directory.CreateDirectory(folder.File("out")).FullName;
            string[] arguments =
            [
                .. command.Split(' ').Select(a => a.Replace("MUTANT", mutant, StringComparison.Ordinal).Replace("OUT", output, StringComparison.Ordinal)
                    .Replace("DATA", corpus["idx"], StringComparison.Ordinal).Replace("MODEL", corpus["mlp.onnx"], StringComparison.Ordinal)),
            ];
            Task<ToolRun> task = Task.Run(() => ToolRun.Of([.. arguments, "--quiet"]));
            Assert.True(task.Wait(Limit), $"{file}, {name}: not done after {Limit.TotalSeconds} s.");
            ToolRun run = task.Result;
            string context = $"{file}, {name}: exit {run.Exit}, {run.Error}";

            // A flipped letter can rename the array of labels: then the file is sound and the labels are missing.
            Assert.True(run.Exit is 0 or 2 or 3 || (run.Exit == 1 && run.Error.StartsWith("error NNC1021", StringComparison.Ordinal)), context);
            Assert.DoesNotMatch(StackTrace(), run.Out + run.Error);
            string[] errors = [.. run.ErrorLines.Where(l => l.StartsWith("error ", StringComparison.Ordinal))];
            Assert.True(run.Exit == 0 ? errors.Length == 0 : errors is [string only] && Documented().IsMatch(only), context);
            Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));
            if (run.Exit != 0)
            {
                failures++;
                Assert.True(Directory.GetFileSystemEntries(output).Length == 0, $"{context}\nleft {string.Join(", ", Directory.GetFileSystemEntries(output))}");
            }
        }
        // Flipped weights or pixels are sound files; what never was such a file, is cut, or is longer, is not.
        Assert.InRange(failures, 2 * Each, int.MaxValue);
    }

    [GeneratedRegex(@"^error NNC(1021|[23]\d{3}): .+")]
    private static partial Regex Documented();

    [GeneratedRegex(@"^\s*at \w+[\w.+<>`]*\(|Exception\b", RegexOptions.Multiline)]
    private static partial Regex StackTrace();
}
