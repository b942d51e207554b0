using System.Buffers.Binary;
using System.Text;

namespace NNCompress.Tool.Tests;

public sealed class ShowTests
{
    private static readonly string Mlp = Repository.Path("samples", "models", "fashion-mlp-300-150.onnx");

    private static readonly string Lenet = Repository.Path("samples", "models", "fashion-lenet.onnx");

    [Fact]
    public void Neurons_stand_in_rows_as_the_pictures_that_they_look_at()
    {
        using TemporaryFolder folder = new();
        ToolRun run = ToolRun.Of("show", Mlp, "--tensor", "fc1.weight", "--limit", "10", "--columns", "5", "-o", folder.File("sheet.png"));
        Assert.True(run.Exit == 0, run.Error);
        Assert.Matches(@"\| fc1.weight \| +10 \| 300 \| +28x28 \|", run.Out);
        // Five of 28 weights, two pixels each, and the gaps between them; two rows.
        Assert.Equal(((5 * 56) + (4 * 2), (2 * 56) + 2), PngSize(File.ReadAllBytes(folder.File("sheet.png"))));
    }

    [Fact]
    public void Without_a_name_all_layers_stand_beneath_each_other_and_small_kernels_are_enlarged()
    {
        using TemporaryFolder folder = new();
        ToolRun run = ToolRun.Of("show", Lenet, "--limit", "4", "-o", folder.Path + "/");
        Assert.True(run.Exit == 0, run.Error);
        Assert.Contains("5x5", run.Out, StringComparison.Ordinal);
        (int width, int height) = PngSize(File.ReadAllBytes(folder.File("fashion-lenet.weights.png")));
        // Kernels of 5 × 5 at twelve pixels a weight are the first of four blocks, two by two.
        Assert.InRange(width, (2 * 60) + 2, 300);
        Assert.InRange(height, (2 * 60) + 2 + (3 * 10), 600);
    }

    [Fact]
    public void A_sheet_may_be_a_JPEG_file_and_the_model_an_artifact()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(0, ToolRun.Of("encode", Mlp, "--step", "0.2", "-o", folder.File("m.nnz"), "--quiet").Exit);
        ToolRun run = ToolRun.Of("show", folder.File("m.nnz"), "--tensor", "fc2.weight", "--contrast", "layer", "--matrix", "10x30", "-o", folder.File("sheet.jpg"));
        Assert.True(run.Exit == 0, run.Error);
        Assert.Contains("10x30", run.Out, StringComparison.Ordinal);
        byte[] jpeg = File.ReadAllBytes(folder.File("sheet.jpg"));
        Assert.Equal([0xFF, 0xD8], jpeg[..2]);
        Assert.Equal([0xFF, 0xD9], jpeg[^2..]);
    }

    [Fact]
    public void The_same_model_gives_the_same_picture()
    {
        using TemporaryFolder folder = new();
        foreach (string name in new[] { "a.png", "b.png" })
            Assert.Equal(0, ToolRun.Of("show", Lenet, "-o", folder.File(name), "--quiet").Exit);
        Assert.Equal(File.ReadAllBytes(folder.File("a.png")), File.ReadAllBytes(folder.File("b.png")));
    }

    [Theory]
    [InlineData("NNC1120", "did you mean 'fc1.weight'", "--tensor", "fc1.wieght")]
    [InlineData("NNC1120", "'fc1.weight', 'fc2.weight', 'fc3.weight'", "--tensor", "fc")]
    [InlineData("NNC1120", "it has 'fc1.weight'", "--tensor", "embedding")]
    [InlineData("NNC1121", ".gif", "-o", "sheet.gif")]
    [InlineData("NNC1122", "--limit", "--tensor", "fc1.weight", "--columns", "1", "--limit", "100000", "--matrix", "784x1")]
    [InlineData("NNC1123", "[300]", "--tensor", "fc1.bias")]
    public void What_cannot_be_shown_is_told(string code, string told, params string[] options)
    {
        using TemporaryFolder folder = new();
        string[] output = options.Contains("-o") ? [] : ["-o", folder.File("sheet.png")];
        ToolRun run = ToolRun.Of(["show", Mlp, .. options, .. output]);
        Assert.NotEqual(0, run.Exit);
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void The_picture_does_not_replace_the_model() =>
        Assert.Contains("NNC1024", ToolRun.Of("show", "m.png", "-o", "m.png").Error, StringComparison.Ordinal);

    private static (int Width, int Height) PngSize(byte[] png)
    {
        Assert.Equal("IHDR", Encoding.ASCII.GetString(png, 12, 4));
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }
}
