using System.Globalization;
using NNCompress.Reports;
using NNCompress.Tool.CommandLine;
using Spectre.Console;

namespace NNCompress.Tool.Output;

/// <summary>A sweep for people: its rows, the curve in characters, which row is the best and what that was decided by.</summary>
internal static class SweepListing
{
    public static void Write(SweepReport sweep, IAnsiConsole console)
    {
        (string[] headings, IReadOnlyList<string[]> rows) = SweepTable.Of(sweep);
        ReportTable table = new(headings);
        foreach (string[] row in rows)
            table.Add(row);
        table.Write(console);
        foreach (SweepRow failed in sweep.Rows.Where(r => r.Failure is not null))
            Print($"{SweepTable.Settings(failed)}: {failed.Failure}");
        if (sweep.Shard is { } shard)
        {
            Print($"shard {shard}: {sweep.Rows.Count} of {sweep.Total} rows; sweep merge joins the shards and chooses the best row");
            return;
        }
        if (sweep.Rows.Any(r => r is { Expected: not null, Keeps: false }))
            Print(string.Create(CultureInfo.InvariantCulture, $"! more than a budget of {sweep.Budget:0.##} allows, with a margin for chance"));
        IReadOnlyList<string> chart = SweepChart.Draw(sweep);
        if (chart.Count > 0)
        {
            foreach (string line in chart)
                Print(ReportTable.IsPlain(console) ? $"    {line}" : line);
            Print("* best  o Pareto curve  . other rows  v far below  - original  = budget\n");
        }
        foreach (string line in Choice(sweep))
            Print(line);

        void Print(string text) => console.Write(new Text(text + "\n"));
    }

    /// <summary>The command that does what the row did; model and data are those of the sweep.</summary>
    public static string Command(SweepRow row)
    {
        // A row's settings have the names of the request's properties, and those their options.
        IEnumerable<string> options = from option in Options.All
                                      let setting = option.Property is { } path ? typeof(SweepRow).GetProperty(path.Split('.')[^1]) : null
                                      where setting is not null && option.Property == $"Request.{setting.Name}"
                                      let value = setting.GetValue(row)
                                      where value is not null
                                      select string.Create(CultureInfo.InvariantCulture, $"--{option.Name} {value}");
        return string.Join(' ', [row.Verb, .. options]);
    }

    private static IEnumerable<string> Choice(SweepReport sweep)
    {
        string budget = string.Create(CultureInfo.InvariantCulture, $"{sweep.Budget:0.##}");
        string samples = sweep.Data.FirstOrDefault(d => d.Role is "choice" or "validation") is { } use ? $"{ReportText.Count(use.Samples)} samples that do not judge" : "samples that do not judge";
        string by = sweep.ChosenOn switch
        {
            "calibration" => $"chosen by what is expected from {samples}, with the margin that a search keeps",
            "search" => "chosen by what the evaluator said as it searches, with a quarter of the budget kept back",
            _ => "chosen on the very samples that judge it, as the evaluator does not tell search from judgement: expect a greater drop on others",
        };
        if (sweep.BestRow is not { } best)
        {
            yield return $"best: none; no row can be expected to drop at most {budget} points ({by})";
            yield break;
        }
        string interval = best.DropInterval is [double low, double high] ? $", 95 % interval {ReportText.Points(low)} to {ReportText.Points(high)}" : "";
        yield return $"best: {Command(best)}";
        yield return string.Create(CultureInfo.InvariantCulture,
            $"the smallest row expected to drop at most {budget} points, {by}: expected {best.Expected!.Drop:0.00}, judged {best.Drop:0.00}{interval}{(best.Drop > sweep.Budget ? ", which is beyond the budget" : "")}");
    }
}
