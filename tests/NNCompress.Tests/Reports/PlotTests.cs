using System.Globalization;
using System.Text.RegularExpressions;
using NNCompress.Reports.Html;

namespace NNCompress.Tests.Reports;

public sealed partial class PlotTests
{
    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(-3.2, 0.004, false)]
    [InlineData(89.3, 89.9, false)]
    [InlineData(1e-7, 3e-7, false)]
    [InlineData(-2e9, 8e9, false)]
    [InlineData(13_000, 43_000, true)]
    [InlineData(400_000, 1_130_000, true)]
    [InlineData(10, 1e9, true)]
    [InlineData(100, 101, true)]
    public void Ticks_are_few_round_growing_and_on_the_axis(double low, double high, bool logarithmic)
    {
        Axis axis = Axis.Around([low, high], logarithmic);
        IReadOnlyList<double> ticks = axis.Ticks(5);
        Assert.InRange(ticks.Count, 2, 11);
        Assert.Equal(ticks.Distinct().Order(), ticks);
        Assert.All(ticks, t => Assert.InRange(t, axis.Low - 1e-9, axis.High * (1 + 1e-9)));
        Assert.All(ticks, t => Assert.True(double.Parse(t.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) == t, $"{t:R}"));
        Assert.True(axis.Low < low && axis.High > high);
    }

    [Fact]
    public void Any_values_make_an_axis()
    {
        double[][] odd = [[], [double.NaN], [double.PositiveInfinity, 3], [0, 0], [5], [-1, 0]];
        foreach (double[] values in odd)
        {
            foreach (bool logarithmic in new[] { false, true })
            {
                Axis axis = Axis.Around(values, logarithmic);
                Assert.True(axis.Low < axis.High && double.IsFinite(axis.Low) && double.IsFinite(axis.High));
                Assert.NotEmpty(axis.Ticks(4));
                Assert.All(values, v => Assert.InRange(axis.Place(v), 0, 1));
            }
        }
    }

    [Fact]
    public void The_front_holds_what_nothing_else_beats_in_both()
    {
        Random random = new(3);
        CurvePoint[] points = [.. Enumerable.Range(0, 200).Select(i => new CurvePoint(random.Next(1, 40), random.Next(0, 40), i % 2 == 0 ? PointKind.Held : PointKind.Missed, ""))];
        IEnumerable<(double, double)> slow = points.Where(p => !points.Any(o => o.Size <= p.Size && o.Quality >= p.Quality && (o.Size, o.Quality) != (p.Size, p.Quality)))
            .Select(p => (p.Size, p.Quality)).Distinct().Order();
        Assert.Equal(slow, TradeOffCurve.Front(points).Select(p => (p.Size, p.Quality)));
    }

    [Fact]
    public void A_curve_of_many_points_stays_small_and_keeps_front_result_and_limit()
    {
        CurvePoint[] points = [.. Enumerable.Range(1, 20_000).Select(i => new CurvePoint(i, i % 1000, PointKind.Held, "p")), new CurvePoint(7, 3, PointKind.Chosen, "chosen one")];
        string drawing = new TradeOffCurve { Points = points, Limit = 500 }.ToMarkup().ToString();
        Assert.InRange(drawing.Length, 1, 400_000);
        Assert.Contains("chosen one", drawing, StringComparison.Ordinal);
        Assert.Contains("budget 500", drawing, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", drawing, StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_are_as_high_as_there_are_neurons_and_those_that_left_stand_on_top()
    {
        double[] values = [.. Enumerable.Repeat(0.0, 30), .. Enumerable.Repeat(1.0, 10)];
        bool[] left = [.. Enumerable.Range(0, 40).Select(i => i < 20)];
        string drawing = new Histogram { Title = "t", ValueName = "v", Values = values, Left = left, Cut = 0.5 }.ToMarkup().ToString();
        (double Y, double Height)[] kept = [.. Boxes("kept", drawing)], gone = [.. Boxes("left", drawing)];
        Assert.Equal(2, kept.Length);
        (double y, double height) = Assert.Single(gone);
        Assert.Equal(kept[0].Height, kept[1].Height, 1);
        Assert.Equal(2 * kept[0].Height, height, 1);
        Assert.Equal(kept[0].Y, y + height, 1);
        Assert.Contains("cut 0.5", drawing, StringComparison.Ordinal);
    }

    [Fact]
    public void Neurons_without_numbers_do_no_harm()
    {
        string drawing = new Histogram { Title = "t", ValueName = "v", Values = [double.NaN, double.PositiveInfinity], Left = [true, false] }.ToMarkup().ToString();
        Assert.DoesNotContain("NaN", drawing, StringComparison.Ordinal);
        Assert.Empty(Boxes("kept", drawing));
    }

    private static IEnumerable<(double Y, double Height)> Boxes(string kind, string drawing) => Box().Matches(drawing).Where(m => m.Groups[1].Value == kind)
        .Select(m => (double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture), double.Parse(m.Groups[3].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex("""<rect class="(\w+)" x="[^"]+" y="([^"]+)" width="[^"]+" height="([^"]+)"/>""")]
    private static partial Regex Box();
}
