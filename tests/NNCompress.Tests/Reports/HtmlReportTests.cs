using System.Text;
using NNCompress.Reports;
using NNCompress.Reports.Html;
using NNCompress.Reports.Pictures;

namespace NNCompress.Tests.Reports;

public sealed class HtmlReportTests
{
    private const string Hostile = "</title><script>alert(\"1\")</script>'&\0\u001b";

    private static readonly HashSet<string> Empty = ["meta", "link", "img"];

    [Fact]
    public void Names_are_text_and_never_markup()
    {
        string page = HtmlReport.ToHtml(Report(Hostile), new NncException("NNC3001", Hostile, Hostile), Details(Hostile));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;\uFFFD\uFFFD", page, StringComparison.Ordinal);
        Assert.DoesNotContain(page, c => char.IsControl(c) && c != '\n');
        Assert.Equal("", Unbalanced(page));
    }

    [Fact]
    public void A_page_fetches_nothing()
    {
        string page = HtmlReport.ToHtml(Report("w"), null, Details("w"));
        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.Contains("default-src &#39;none&#39;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_tells_what_was_found()
    {
        string page = HtmlReport.ToHtml(Report("fc1.weight"), null, Details("fc1.weight"));
        foreach (string told in new[] { "budget held", "0.25 of 0.50 points lost", "88.59 %", "95 % interval −0.02 to 0.52", "73.6 times smaller", "300 → 137", "JPEG of tiles, quality 60", "1 network tried", "cut 0.1", "5 left", "dotnet nncompress compress", "of the 3 neurons" })
            Assert.True(page.Contains(told, StringComparison.Ordinal), told);
    }

    [Fact]
    public void A_budget_that_did_not_hold_is_the_first_thing_said()
    {
        string page = HtmlReport.ToHtml(Report("w"), new NncException("NNC3001", "m", "accuracy falls too far."), Details("w"));
        Assert.Contains("✗ NNC3001", page, StringComparison.Ordinal);
        Assert.Contains("accuracy falls too far.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("budget held", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_a_huge_network_stays_small_and_says_what_it_leaves_out()
    {
        const int Layers = 20_000;
        CompressionReport report = Report("w") with
        {
            Tensors = [.. Enumerable.Range(0, Layers).Select(i => new TensorRow($"layer{i}.weight", [1000, 1000], [2000, 1000], "quantised", i, 3))],
            Groups = [.. Enumerable.Range(0, Layers).Select(i => new GroupRow($"layer{i}.weight", 2000, 1000, null, []) { Producers = [$"layer{i}.weight"] })],
        };
        ReportDetails details = Details("w") with
        {
            Graph = [.. Enumerable.Range(0, Layers).Select(i => new GraphRow($"layer{i}.weight", ["Conv 3×3"], 2000, 1000, i == 0 ? [] : i % 3 == 0 && i > 3 ? [i - 1, i - 3] : [i - 1]))],
            Trials = [.. Enumerable.Range(0, 5000).Select(i => new TrialRow(1000 + i, 5, i * 0.001, 0.1, i < 2500))],
            TrialCount = 9000,
            PictureCount = Layers,
        };
        string page = HtmlReport.ToHtml(report, null, details);
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 100_000, 1_000_000);
        foreach (string told in new[] { "250 greatest of 20,000 tensors", "19,750 smaller tensors", "first and last of 20,000 rows", "19,940 more", "9,000 networks tried", "5,000 of them", "1 of 20,000 weight matrices" })
            Assert.True(page.Contains(told, StringComparison.Ordinal), told);
        Assert.Equal("", Unbalanced(page));
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(15_337, "15.3 kB")]
    [InlineData(999_999, "1.00 MB")]
    [InlineData(1_129_422, "1.13 MB")]
    [InlineData(123_456_789_012, "123 GB")]
    public void Sizes_have_three_digits(double bytes, string text) => Assert.Equal(text, PageText.Bytes(bytes));

    private static CompressionReport Report(string name) => new()
    {
        Verb = "compress",
        Model = name,
        Method = name,
        Outputs = [name],
        Baseline = new AccuracyFigure(88.84, 10_000),
        Compressed = new AccuracyFigure(88.59, 10_000),
        Drop = 0.25,
        DropInterval = [-0.02, 0.52],
        Budget = 0.5,
        OriginalBytes = 1_129_422,
        ArtifactBytes = 15_337,
        Ratio = 73.6,
        Parameters = new BeforeAfter(282_160, 126_000),
        Macs = new BeforeAfter(281_700, 125_000),
        Tensors = [new TensorRow(name, [137, 784], [300, 784], "jpegTiled", 9000, 0.7, Quality: 60, Share: 0.6)],
        Groups = [new GroupRow(name, 300, 137, name, [name]) { Producers = [name] }],
        Rounds = [new RoundRow(0, 5, 5, 1, 0.5, 88)],
        Onnx = [new OnnxRow(name, name, 5, 88)],
        Evaluator = new EvaluatorUse(name, 3, 2, true),
        Warnings = [name],
    };

    private static ReportDetails Details(string name) => new()
    {
        Command = $"dotnet nncompress compress {name}",
        Trials = [new TrialRow(12_000, 5, 0.2, 0.1, true), new TrialRow(9_000, 5, 0.9, 0.1, false)],
        TrialCount = 1,
        Activations = new ActivationFigures(2000, 0.1, 0.4, [new ActivationGroup(name, [0, 0.2, 1], [0.1, 0.2, 3], [true, false, false])], 1),
        Graph = [new GraphRow(name, [name], 784, 784, []), new GraphRow(name, [name], 300, 137, [0]), new GraphRow(name, ["Add"], null, null, [0, 1])],
        Pictures = [new PictureSet(name, $"2 of the 3 neurons of {name}", false, [new PicturePair("3", Picture, Picture), new PicturePair("5 left", Picture, null)])],
        PictureCount = 1,
    };

    private static WeightPicture Picture => WeightPicture.Of([1, 0, -1, 0.5f], 2, 2, 1);

    /// <summary>The first end tag that ends no open element, or elements that nothing ends; empty where all are balanced.</summary>
    private static string Unbalanced(string page)
    {
        Stack<string> open = new();
        for (int at = page.IndexOf('<'); at >= 0; at = page.IndexOf('<', at + 1))
        {
            int end = page.IndexOf('>', at);
            string tag = page[(at + 1)..end];
            string name = tag.TrimStart('/').Split(' ', '/')[0];
            if (tag[0] == '!' || tag.EndsWith('/') || Empty.Contains(name))
                continue;
            if (tag[0] != '/')
                open.Push(name);
            else if (open.Count == 0 || open.Pop() != name)
                return tag;
        }
        return string.Join(' ', open);
    }
}
