using System.Text;
using NNCompress.Models;
using NNCompress.Tool.Tests.Malformed;

namespace NNCompress.Tool.Tests;

/// <summary>What a user can get wrong about files, through the whole tool: the code, the exit code, nothing written.</summary>
public sealed class InputErrorTests : IDisposable
{
    private static readonly string Mlp = Repository.Path("samples", "models", "fashion-mlp-300-150.onnx");
    private static readonly string LeNet = Repository.Path("samples", "models", "fashion-lenet.onnx");
    private static readonly string Fashion = Repository.Path("samples", "data", "fashion");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_model_that_is_missing_a_folder_or_no_model()
    {
        Fails("NNC2001", 2, "inspect", folder.File("no.onnx"));
        Fails("NNC2001", 2, "decode", folder.File("no.nnz"));
        Fails("NNC2002", 2, "inspect", folder.Path);
        Fails("NNC2010", 2, "inspect", Place("text.onnx", Encoding.ASCII.GetBytes("no model")));
    }

    [Fact]
    public void An_output_that_cannot_be_written()
    {
        string file = Place("file", []);
        Fails("NNC2003", 2, "prune", Mlp, "--method", "first-k", "--ratio", "0.5", "-o", Path.Combine(file, "m.onnx"));
    }

    [Fact]
    public void Data_that_is_missing_unlabelled_or_of_another_size()
    {
        Fails("NNC2040", 2, "evaluate", Mlp, "--data", folder.File("no-such-folder"));
        byte[] header = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28];
        Fails("NNC1021", 1, "evaluate", Mlp, "--data", Place("images-idx3-ubyte", [.. header, .. new byte[2 * 28 * 28]]));
        Fails("NNC2022", 2, "evaluate", Place("m.onnx", OnnxBytes.Dense(4, 8, 3)), "--data", Fashion);
    }

    [Fact]
    public void Too_little_to_decide_by()
    {
        Fails("NNC1020", 1, "prune", Mlp, "--ratio", "0.5", "-o", folder.File("m.onnx"));
        Fails("NNC1020", 1, "prune", Mlp, "--method", "first-k", "-o", folder.File("m.onnx"));
        Fails("NNC1022", 1, "compress", Mlp, "-o", folder.File("m.nnz"));
    }

    [Fact]
    public void The_wrong_kind_of_file_for_the_verb()
    {
        string nnz = Artifact();
        Fails("NNC1025", 1, "encode", nnz);
        Fails("NNC1025", 1, "prune", nnz, "--ratio", "0.5", "--method", "first-k");
        Fails("NNC1026", 1, "decode", Mlp, "-o", folder.File("m.onnx"));
    }

    [Fact]
    public void An_output_in_the_place_of_the_model()
    {
        string model = Place("m.onnx", OnnxBytes.Dense(4, 8, 3));
        byte[] before = File.ReadAllBytes(model);
        Fails("NNC1024", 1, "prune", model, "--method", "first-k", "--ratio", "0.2", "-o", model);
        Fails("NNC1024", 1, "prune", model, "--method", "first-k", "--ratio", "0.2", "--plan", model, "-o", folder.File("p.onnx"));
        Fails("NNC1024", 1, "encode", model, "--json", model, "-o", folder.File("m.nnz"));
        Fails("NNC1024", 1, "evaluate", model, "--data", Fashion, "--predictions", model);
        Assert.Equal(before, File.ReadAllBytes(model));
        Fails("NNC1024", 1, "compress", Mlp, "--data", Fashion, "--plan", folder.File("m.compressed.onnx"), "-o", folder.File("m.nnz"));
        Fails("NNC1024", 1, "encode", model, "--json", folder.File("m.nnz"), "-o", folder.File("m.nnz"));
    }

    [Fact]
    public void Labels_that_are_no_class_of_the_network()
    {
        string model = Place("m.onnx", OnnxBytes.Dense(4, 8, 3)), data = Place("d.csv", "label,a,b,c,d\n0,1,2,3,4\n3,4,3,2,1\n"u8.ToArray());
        Fails("NNC2043", 2, "evaluate", model, "--data", data);
        Fails("NNC2043", 2, "compress", model, "--data", data, "-o", folder.File("m.nnz"));
    }

    [Fact]
    public void A_single_sample_cannot_be_split()
    {
        string model = Place("m.onnx", OnnxBytes.Dense(4, 8, 3)), data = Place("d.csv", "label,a,b,c,d\n0,1,2,3,4\n"u8.ToArray());
        Fails("NNC1022", 1, "compress", model, "--data", data, "-o", folder.File("m.nnz"));
        Fails("NNC1022", 1, "prune", model, "--data", data, "--ratio", "0.3", "-o", folder.File("p.onnx"));
    }

    [Fact]
    public void A_ratio_that_cannot_be_had_is_a_warning()
    {
        string single = Place("single.onnx", OnnxBytes.Dense(4, 3));
        ToolRun run = ToolRun.Of("prune", single, "--method", "magnitude", "--ratio", "0.3", "-o", folder.File("p.onnx"));
        Assert.Equal(0, run.Exit);
        Assert.Contains(run.ErrorLines, l => l.StartsWith("warning NNC2096: ", StringComparison.Ordinal));
        run = ToolRun.Of("prune", Place("m.onnx", OnnxBytes.Dense(4, 8, 3)), "--method", "magnitude", "--ratio", "0.3", "-o", folder.File("q.onnx"));
        Assert.Equal(0, run.Exit);
        Assert.DoesNotContain(run.ErrorLines, l => l.Contains("NNC2096", StringComparison.Ordinal));
    }

    [Fact]
    public void An_operator_that_is_unknown()
    {
        byte[] bytes = OnnxBytes.Dense(4, 8, 3);
        int at = bytes.AsSpan().IndexOf("Relu"u8);
        bytes[at] = (byte)'X';
        string model = Place("custom.onnx", bytes);
        Fails("NNC2020", 2, "evaluate", model, "--data", Place("data.csv", Encoding.ASCII.GetBytes("label,a,b,c,d\n0,1,2,3,4\n")));
        ToolRun run = ToolRun.Of("encode", model, "-o", folder.File("custom.nnz"));
        Assert.Equal(0, run.Exit);
        Assert.Contains(run.ErrorLines, l => l.StartsWith("warning NNC2093: ", StringComparison.Ordinal) && l.Contains("Xelu", StringComparison.Ordinal));
    }

    [Fact]
    public void An_artifact_that_is_none_damaged_newer_or_too_large()
    {
        byte[] sound = File.ReadAllBytes(Artifact());
        Fails("NNC2060", 2, "decode", Place("a.nnz", [1, .. sound[1..]]), "-o", folder.File("m.onnx"));
        Fails("NNC2061", 2, "decode", Place("a.nnz", sound[..^1]), "-o", folder.File("m.onnx"));
        Fails("NNC2062", 2, "decode", Place("a.nnz", [.. sound[..4], 9, .. sound[5..]]), "-o", folder.File("m.onnx"));
        byte[] huge = [.. sound[..13], 0xFF, 0xFF, 0xFF, 0xFF, 0x07, .. sound[13..]];
        Fails("NNC2063", 2, "decode", Place("a.nnz", NnzChecksum.Repaired(huge)), "-o", folder.File("m.onnx"));
    }

    [Fact]
    public void Weights_that_no_coder_can_express()
    {
        Network network = OnnxFile.Parse(OnnxBytes.Dense(64, 80, 3), "m.onnx");
        Tensor weights = network.Constant("w0")!;
        weights.Floats[5] = float.NaN;
        network.Replace(weights);
        string model = Place("nan.onnx", network.ToBytes());
        Fails("NNC2064", 2, "encode", Mlp, "--step", "1e-12", "-o", folder.File("fine.nnz"));
        Fails("NNC2080", 2, "encode", model, "--jpeg", "50", "-o", folder.File("nan.nnz"));
    }

    [Fact]
    public void A_plan_that_is_none_or_of_another_model()
    {
        string plan = folder.File("plan.json");
        Assert.Equal(0, ToolRun.Of("prune", Mlp, "--method", "first-k", "--ratio", "0.3", "--plan", plan, "-o", folder.File("m.onnx")).Exit);
        Assert.Equal(0, ToolRun.Of("prune", Mlp, "--replay", plan, "-o", folder.File("again.onnx")).Exit);
        Assert.Equal(File.ReadAllBytes(folder.File("m.onnx")), File.ReadAllBytes(folder.File("again.onnx")));
        Fails("NNC2091", 2, "prune", LeNet, "--replay", plan, "-o", folder.File("l.onnx"));
        Fails("NNC2090", 2, "prune", Mlp, "--replay", Place("other.json", "{\"a\": 1}"u8.ToArray()), "-o", folder.File("l.onnx"));
    }

    [Fact]
    public void Norms_of_biases_where_there_are_none() =>
        Fails("NNC2092", 2, "prune", Place("m.onnx", OnnxBytes.Dense(4, 8, 3)), "--method", "magnitude", "--norm", "bias", "--ratio", "0.5", "-o", folder.File("p.onnx"));

    [Fact]
    public void Pictures_of_neurons_too_small_for_them_are_a_warning()
    {
        ToolRun run = ToolRun.Of("encode", Place("m.onnx", OnnxBytes.Dense(4, 8, 3)), "--jpeg", "50", "-o", folder.File("m.nnz"));
        Assert.Equal(0, run.Exit);
        Assert.Contains(run.ErrorLines, l => l.StartsWith("warning NNC2094: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("8x8", false)]
    [InlineData("7x7", true)]
    public void A_picture_size_that_fits_no_layer_is_a_warning(string matrix, bool warned)
    {
        ToolRun run = ToolRun.Of("encode", Place("m.onnx", OnnxBytes.Dense(64, 8, 3)), "--jpeg", "50", "--matrix", matrix, "-o", folder.File("m.nnz"));
        Assert.Equal(0, run.Exit);
        Assert.Equal(warned, run.ErrorLines.Any(l => l.StartsWith("warning NNC2097: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_class_name_that_clashes_is_told_in_plain_words()
    {
        ToolRun run = ToolRun.Of("encode", Mlp, "--shim", folder.File("shim"), "--class-name", "ReadOnnx", "-o", folder.File("m.nnz"));
        Assert.Equal(1, run.Exit);
        Assert.Equal(["error NNC1002: 'ReadOnnx' cannot be the name of the generated class. Give C# names to --namespace and --class-name."], run.ErrorLines.Select(l => l.TrimEnd()));
    }

    [Fact]
    public void Past_the_budget_nothing_is_written_and_the_last_good_artifact_stays()
    {
        string artifact = Place("m.nnz", "the last good one"u8.ToArray());
        ToolRun run = ToolRun.Of("encode", Mlp, "--step", "4", "--data", Fashion, "--accuracy-budget", "0.1", "-o", artifact, "--json", folder.File("r.json"));
        Assert.Equal(3, run.Exit);
        string error = Assert.Single(run.ErrorLines, l => l.StartsWith("error ", StringComparison.Ordinal));
        Assert.StartsWith($"error NNC3001: {Mlp}: ", error, StringComparison.Ordinal);
        Assert.Equal("the last good one", File.ReadAllText(artifact));
        Assert.Equal(["m.nnz", "r.json"], Directory.GetFiles(folder.Path).Select(f => Path.GetFileName(f)).Order());
    }

    private string Place(string name, byte[] content)
    {
        File.WriteAllBytes(folder.File(name), content);
        return folder.File(name);
    }

    private string Artifact()
    {
        string artifact = folder.File("sound.nnz");
        Assert.Equal(0, ToolRun.Of("encode", Place("sound.onnx", OnnxBytes.Dense(4, 8, 3)), "-o", artifact).Exit);
        return artifact;
    }

    private void Fails(string code, int exit, params string[] arguments)
    {
        string[] before = Directory.GetFileSystemEntries(folder.Path);
        ToolRun run = ToolRun.Of(arguments);
        string error = Assert.Single(run.ErrorLines, l => l.StartsWith("error ", StringComparison.Ordinal));
        Assert.StartsWith($"error {code}: ", error, StringComparison.Ordinal);
        Assert.Equal(exit, run.Exit);
        Assert.Equal("", run.Out);
        Assert.Equal(before.Order(), Directory.GetFileSystemEntries(folder.Path).Order());
    }
}
