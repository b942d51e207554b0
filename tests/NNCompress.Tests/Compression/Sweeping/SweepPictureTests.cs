using System.Xml.Linq;
using NNCompress.Compression.Sweeping;
using NNCompress.Reports;

namespace NNCompress.Tests.Compression.Sweeping;

/// <summary>Choice, table, curve and chart of rows made up here.</summary>
public sealed class SweepPictureTests
{
    // Size in kilobytes, accuracy, expected drop.
    private static readonly SweepReport Sweep = SweepChoice.Made(Of([(10, 60, 30), (30, 88, 2), (40, 87, 1.5), (50, 89.7, 0.1), (60, 89.9, 0.05), (70, 89.8, 0)]));

    [Fact]
    public void The_smallest_row_that_keeps_the_budget_is_the_best_and_rows_that_nothing_beats_are_the_curve()
    {
        Assert.Equal(3, Sweep.Best);
        Assert.Equal([3, 4, 5], Sweep.Rows.Where(r => r.Keeps).Select(r => r.Index));
        Assert.Equal([0, 1, 3, 4], Sweep.Rows.Where(r => r.Front).Select(r => r.Index));
    }

    [Fact]
    public void Of_equal_rows_the_first_is_taken()
    {
        SweepReport equal = SweepChoice.Made(Of([(50, 89.7, 0.1), (50, 89.7, 0.1)]));
        Assert.Equal(0, equal.Best);
        Assert.Equal([true, false], equal.Rows.Select(r => r.Front));
    }

    [Fact]
    public void A_part_chooses_nothing()
    {
        Assert.Null(SweepChoice.Made(Sweep with { Shard = new SweepShard(1, 1) }).Best);
        Assert.Null(SweepChoice.Made(Sweep with { Total = 7 }).Best);
        Assert.DoesNotContain(SweepChoice.Made(Sweep with { Total = 7 }).Rows, r => r.Front);
    }

    [Fact]
    public void A_best_row_that_loses_too_much_where_it_is_judged_is_a_failure_of_a_gated_sweep()
    {
        SweepReport unlucky = SweepChoice.Made(Of([(50, 80, 0.1)]) with { Gated = true });
        Assert.Equal("NNC3010", SweepChoice.Failure(unlucky)!.Code);
        Assert.Contains("drops 10.00 points", SweepChoice.Failure(unlucky)!.Message, StringComparison.Ordinal);
        Assert.Null(SweepChoice.Failure(unlucky with { Gated = false }));
    }

    [Theory]
    [InlineData("search", 0.374, true)]
    [InlineData("search", 0.376, false)]
    [InlineData("judge", 0.499, true)]
    [InlineData("judge", 0.501, false)]
    [InlineData("calibration", 0.499, false)]
    public void A_program_that_tells_search_from_judgement_keeps_a_quarter_back(string chosenOn, double expected, bool keeps) =>
        Assert.Equal(keeps, Assert.Single(SweepChoice.Made(Of([(50, 89, expected)]) with { ChosenOn = chosenOn }).Rows).Keeps);

    [Fact]
    public void The_curve_is_a_drawing_of_all_rows_with_the_best_ringed()
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        XElement root = XDocument.Parse(SweepCurve.Draw(Sweep)).Root!;
        string[] titles = [.. root.Descendants(svg + "title").Select(t => t.Value)];
        Assert.Equal(6, titles.Length);
        Assert.Contains("reconstruct, ratio 0.3: 89.70 %, 50 kB", titles);
        Assert.Single(root.Descendants(svg + "circle"), c => c.Attribute("class")!.Value == "best");
        // The row at 60 % is an arrow at the edge, and no point of the curve.
        Assert.Single(root.Descendants(svg + "path"));
        Assert.Equal(3, root.Descendants(svg + "polyline").Single().Attribute("points")!.Value.Split(' ').Length);
        double[] places = [.. root.Descendants().Attributes().Where(a => a.Name.LocalName is "x1" or "x2" or "cx" or "x").Select(a => double.Parse(a.Value, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.All(places, x => Assert.InRange(x, 0, 760));
    }

    [Fact]
    public void The_chart_has_the_best_row_above_the_budget_and_bad_rows_at_the_bottom()
    {
        IReadOnlyList<string> lines = SweepChart.Draw(Sweep);
        int Line(char mark) => Enumerable.Range(0, lines.Count).First(i => lines[i].Contains(mark, StringComparison.Ordinal));
        Assert.True(Line('*') < Line('='));
        Assert.True(Line('*') >= Line('-'));
        Assert.Equal(14, Line('v'));
        Assert.Contains("20 kB", lines[^1], StringComparison.Ordinal);
        Assert.All(lines, l => Assert.InRange(l.Length, 0, 80));
    }

    [Theory]
    [InlineData("mse", 0.5)]
    [InlineData("kl", 0)]
    [InlineData("evaluator", -3000)]
    public void Every_metric_can_be_drawn(string metric, double original)
    {
        SweepReport other = SweepChoice.Made(Sweep with { Metric = metric, Baseline = new AccuracyFigure(original, metric == "evaluator" ? null : 100), Rows = [.. Sweep.Rows.Select(r => r with { Accuracy = original + r.Drop!.Value / 100, DropInterval = null })] });
        XDocument.Parse(SweepCurve.Draw(other));
        Assert.Equal(17, SweepChart.Draw(other).Count);
    }

    [Fact]
    public void Rows_without_figures_or_all_alike_are_drawn_too()
    {
        SweepReport failed = SweepChoice.Made(Sweep with { Total = 1, Rows = [new SweepRow { Index = 0, Verb = "prune", Method = "taylor", Ratio = 0.5, Failure = "NNC1060: no labels" }] });
        Assert.Empty(SweepChart.Draw(failed));
        Assert.Contains("no row has figures", SweepCurve.Draw(failed), StringComparison.Ordinal);
        Assert.Equal("NNC1060", SweepTable.Of(failed).Rows[1][0]);
        XDocument.Parse(SweepCurve.Draw(SweepChoice.Made(Of([(50, 90, 0)]) with { Budget = 0 })));
    }

    [Fact]
    public void The_table_has_the_original_first_and_marks_the_best()
    {
        (string[] headings, IReadOnlyList<string[]> rows) = SweepTable.Of(Sweep);
        Assert.Equal(["original", "curve", "curve", "", "best", "curve", ""], rows.Select(r => r[0]));
        int drop = Array.IndexOf(headings, ">expected drop"), ratio = Array.IndexOf(headings, ">ratio"), change = Array.IndexOf(headings, ">change");
        Assert.Equal(("2.00!", "0.1", "-90.0 %"), (rows[2][drop], rows[2][ratio], rows[2][change]));
        Assert.All(rows, r => Assert.Equal(headings.Length, r.Length));
    }

    private static SweepReport Of((int Kilobytes, double Accuracy, double Expected)[] rows) => new()
    {
        Model = "models/m.onnx",
        Inputs = new SweepInputs("1", "m", "d", "o"),
        Total = rows.Length,
        Grid = "g",
        Metric = "top1",
        Baseline = new AccuracyFigure(90, 10_000),
        OriginalBytes = 400_000,
        Parameters = 100_000,
        Macs = 100_000,
        Budget = 0.5,
        ChosenOn = "calibration",
        Rows = [.. rows.Select((r, i) => new SweepRow
        {
            Index = i,
            Verb = "prune",
            Method = "reconstruct",
            Ratio = i / 10.0,
            Accuracy = r.Accuracy,
            Drop = 90 - r.Accuracy,
            DropInterval = [89 - r.Accuracy, 91 - r.Accuracy],
            Expected = new SweepEstimate(r.Expected, 0.05, 0.001),
            Parameters = 10_000,
            Macs = 10_000,
            Bytes = 1000L * r.Kilobytes,
        })],
    };
}
