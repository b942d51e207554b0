using static NNCompress.Reports.Html.PageText;

namespace NNCompress.Reports.Html;

/// <summary>The drop, its confidence interval and the budget on one line.</summary>
/// <param name="drop">Points.</param>
/// <param name="interval">Points; null where it is not known.</param>
/// <param name="budget">Points; null for none.</param>
internal sealed class DropInterval(double drop, (double Low, double High)? interval, double? budget)
{
    public Markup ToMarkup()
    {
        List<double> values = [0, drop];
        if (interval is { } ends)
            values.AddRange([ends.Low, ends.High]);
        if (budget is { } most)
            values.Add(most);
        Axis x = Axis.Around(values, room: 0.08);
        Plot plot = new("interval", "drop in points, with its interval and the budget", x, new Axis(0, 1), width: 320, height: 74, start: 10);
        plot.Frame("points lost", "", Short, null, ticksX: 6);
        double middle = (plot.Ceiling + plot.Floor) / 2;
        if (budget is { } limit)
        {
            plot.Line("cut", plot.X(limit), plot.Ceiling - 4, plot.X(limit), plot.Floor);
            bool right = plot.X(limit) < (plot.Left + plot.End) / 2;
            plot.Label("budget", plot.X(limit) + (right ? 4 : -4), plot.Ceiling + 4, right ? "start" : "end", "cut");
        }
        if (interval is { } whole)
        {
            plot.Line("whisker", plot.X(whole.Low), middle, plot.X(whole.High), middle);
            plot.Line("whisker", plot.X(whole.Low), middle - 4, plot.X(whole.Low), middle + 4);
            plot.Line("whisker", plot.X(whole.High), middle - 4, plot.X(whole.High), middle + 4);
        }
        plot.Drawing.Shape("circle", ("class", "chosen"), ("cx", Markup.Number(plot.X(drop))), ("cy", Markup.Number(middle)), ("r", "5"));
        return plot.Done();
    }
}
