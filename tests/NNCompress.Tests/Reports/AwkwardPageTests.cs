using System.Text;
using NNCompress.Compression;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Reports;

/// <summary>Pages of networks that are hard to show. Where the environment variable PAGES names a folder, the pages are kept there, for <c>tests/pages/run</c> to open.</summary>
public sealed class AwkwardPageTests : IDisposable
{
    private readonly DataFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Names_with_markup_are_shown_as_they_are()
    {
        const string Name = "<script>alert('w')</script>.a.very.long.name.without.any.blank.that.no.phone.has.room.for.in.one.line.weight";
        byte[] model = new GraphBuilder().Input("x", -1, 64).Constant(Name, [32, 64]).Constant("<b>&\"", [4, 32])
            .Node("Gemm", ["x", Name], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"]).Node("Gemm", ["a", "<b>&\""], ["y"], ("transB", 1)).Output("y").ToBytes();
        string page = Page("names", model);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(&#39;w&#39;)&lt;/script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_layers_make_a_page_of_less_than_a_megabyte()
    {
        GraphBuilder graph = new GraphBuilder().Input("v0", -1, 8);
        for (int i = 0; i < 1000; i++)
            graph.Constant($"block{i / 3}.layer{i}.weight", [8, 8]).Node("MatMul", [$"v{i}", $"block{i / 3}.layer{i}.weight"], [$"v{i + 1}"]);
        string page = Page("deep", graph.Output("v1000").ToBytes());
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 50_000, 1_000_000);
        Assert.Contains("250 greatest of 1,000 tensors", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Branches_are_drawn()
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 3, 8, 8).Constant("stem", [6, 3, 3, 3]).Node("Conv", ["x", "stem"], ["s0"], ("pads", [1, 1, 1, 1]));
        for (int i = 0; i < 8; i++)
        {
            graph.Constant($"res{i}.conv", [6, 6, 3, 3]).Node("Conv", [$"s{i}", $"res{i}.conv"], [$"c{i}"], ("pads", [1, 1, 1, 1]))
                .Node("Relu", [$"c{i}"], [$"r{i}"]).Node("Add", [$"r{i}", $"s{i}"], [$"s{i + 1}"]);
        }
        string page = Page("branches", graph.Node("Concat", ["s8", "s1"], ["y"], ("axis", 1)).Output("y").ToBytes());
        Assert.Contains("class=\"skip\"", page, StringComparison.Ordinal);
        Assert.Contains("Concat", page, StringComparison.Ordinal);
    }

    /// <summary>What encode writes of the model.</summary>
    private string Page(string name, byte[] model)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("PAGES") ?? files.Folder, $"{name}.html");
        new Operations(new QuietReporter()).Encode(new CompressionRequest { ModelPath = files.Write($"{name}.onnx", model), Step = 0.25, ReportPath = path, Command = $"dotnet nncompress encode '{name}'", Threads = 1 }, default);
        return File.ReadAllText(path);
    }
}
