using System.Globalization;
using System.Text.RegularExpressions;

namespace Packages.Tests;

/// <summary>The samples as users would have them: outside the repository, with the package from a feed.</summary>
[Collection(PackagesFixture.Collection)]
public sealed class SampleTests
{
    /// <summary>Accuracy of the original network on the 2,000 test images, in percent; confirmed with ONNX Runtime.</summary>
    private const double Original = 89.85;

    [Fact]
    public void TheClassifierKeepsItsAccuracyInATwentiethOfTheBytes()
    {
        string folder = Copy("FashionClassifier");

        (int exitCode, string output) = Dotnet.Run(Path.Combine(folder, "FashionClassifier"), "run");

        Assert.True(exitCode == 0, output);
        Assert.InRange(Figure(output, "accuracy"), Original - 0.5, 100);
        Assert.InRange(Figure(output, "embedded"), 1000, new FileInfo(Path.Combine(folder, "models", "fashion-mlp-300-150.onnx")).Length / 20);
        Assert.Equal(2000, Figure(output, "test images"));
    }

    [Fact]
    public void TheBudgetThatFailsIsOneError()
    {
        string folder = Copy("BudgetFails");

        (int exitCode, string output) = Dotnet.Run(Path.Combine(folder, "BudgetFails"), "build", "-nr:false");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("1 Error(s)", output);
        Assert.Contains("fashion-mlp-300-150.onnx : error NNC3001: ", output);
    }

    [Fact]
    public void ATicketOfHalfTheParametersAnswersLikeAWholeNetwork()
    {
        string folder = Copy("LotteryTicket", "FashionClassifier");

        (int exitCode, string output) = Dotnet.Run(Path.Combine(folder, "LotteryTicket"), "run");

        Assert.True(exitCode == 0, output);
        Assert.InRange(Figure(output, "accuracy"), 87, 92);
        Match layers = Regex.Match(output, "^ticket +784-([0-9]+)-([0-9]+)-10", RegexOptions.Multiline);
        Assert.True(layers.Success, output);
        double first = double.Parse(layers.Groups[1].Value, CultureInfo.InvariantCulture), second = double.Parse(layers.Groups[2].Value, CultureInfo.InvariantCulture);
        double left = 785 * first + (first + 1) * second + (second + 1) * 10, whole = 785 * 300 + 301 * 150 + 151 * 10;
        Assert.InRange(left / whole, 0.3, 0.51);
    }

    [Fact]
    public void NeuronsAreStoredAsPicturesAndPrinted()
    {
        string folder = Copy("JpegNeurons");

        (int exitCode, string output) = Dotnet.Run(Path.Combine(folder, "JpegNeurons"), "run");

        Assert.True(exitCode == 0, output);
        Assert.InRange(Figure(output, "embedded"), 2000, 100_000);
        Assert.InRange(Figure(output, "neurons"), 10, 511);
        Assert.Equal(28, Regex.Matches(output, @"^(?=.*[^\n\r ])[ .:=+*#-]{1,28}\r?$", RegexOptions.Multiline).Count);
        byte[] artifact = File.ReadAllBytes(Path.Combine(folder, "JpegNeurons/obj/Debug/net10.0/nncompress/fashion-mlp-512.nnz"));
        Assert.True(artifact.AsSpan().IndexOf(new byte[] { 0xFF, 0xD8, 0xFF }) > 0, "no JPEG picture in the artifact");
    }

    [Fact]
    public void TheSweepFindsARowThatKeepsTheBudget()
    {
        string folder = Copy("ActivationSweep");

        (int exitCode, string output) = Dotnet.Run(Path.Combine(folder, "ActivationSweep"), "run");

        Assert.True(exitCode == 0, output);
        Match best = Regex.Match(output, @"^ +([0-9.]+) +([0-9.]+) +([0-9.]+) % +(-[0-9.]+) %  best\r?$", RegexOptions.Multiline);
        Assert.True(best.Success, output);
        Assert.InRange(double.Parse(best.Groups[3].Value, CultureInfo.InvariantCulture), Original - 0.5, 100);
        Assert.InRange(double.Parse(best.Groups[4].Value, CultureInfo.InvariantCulture), -60, -15);
    }

    [Fact]
    public void TwoFrameworksShareOneCompression()
    {
        string folder = Path.Combine(Copy("MultiTarget"), "MultiTarget");

        (int exitCode, string output) = Dotnet.Run(folder, "build", "-nr:false");

        Assert.True(exitCode == 0, output);
        Assert.Equal(2, Regex.Matches(output, "fashion-mlp-300-150.onnx → fashion-mlp-300-150.nnz 1.13 MB → ").Count);
        Assert.Single(Regex.Matches(output, Regex.Escape("(from the cache)")));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(folder, "obj/Debug/net10.0/nncompress/fashion-mlp-300-150.nnz")),
            File.ReadAllBytes(Path.Combine(folder, "obj/Debug/netstandard2.0/nncompress/fashion-mlp-300-150.nnz")));
    }

    private static string Copy(string sample, params string[] others)
    {
        string samples = Path.Combine(PackagesFixture.RepositoryRoot, "samples");
        string folder = PackagesFixture.NewFolder("samples");
        foreach (string part in new[] { sample, "models", "data/fashion" }.Concat(others))
        {
            Directory.CreateDirectory(Path.Combine(folder, part));
            foreach (string file in Directory.GetFiles(Path.Combine(samples, part)))
                File.Copy(file, Path.Combine(folder, part, Path.GetFileName(file)));
        }
        string project = Path.Combine(folder, sample, $"{sample}.csproj");
        string text = File.ReadAllText(project);
        Assert.Contains("Version=\"0.1.0\"", text);
        File.WriteAllText(project, text.Replace("Version=\"0.1.0\"", $"Version=\"{PackagesFixture.Version}\"", StringComparison.Ordinal));
        return folder;
    }

    private static double Figure(string output, string name)
    {
        Match match = Regex.Match(output, $@"^{name}\s+([0-9.,]+)", RegexOptions.Multiline);
        Assert.True(match.Success, output);
        return double.Parse(match.Groups[1].Value, NumberStyles.Number, CultureInfo.InvariantCulture);
    }
}
