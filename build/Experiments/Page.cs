using System.Globalization;
using System.Text;
using NNCompress;

namespace Experiments;

/// <summary>Writes an experiment's table and curve, and the table into README.md between that experiment's markers.</summary>
internal sealed class Page(string folder, string? readme)
{
    public void Write(IExperiment experiment, IReadOnlyList<Summary> summaries)
    {
        double baseline = summaries[0].Mean;
        Directory.CreateDirectory(folder);
        string picture = Path.Combine(folder, $"{experiment.Name}.svg");
        AtomicFile.Write(picture, Curve.Draw(experiment.Title, [.. summaries.Where(s => s.Removed > 0)], baseline, experiment.Measure));
        string time = string.Create(CultureInfo.InvariantCulture, $"{summaries.Max(s => s.Seeds)} seeds, mean ± standard deviation; {summaries.Sum(s => s.Seconds) / 60:f0} minutes on one core.");
        string table = Table.Write(summaries, baseline, experiment.Measure);
        AtomicFile.Write(Path.Combine(folder, $"{experiment.Name}.md"), $"# {experiment.Title}\n\n{experiment.Explanation}\n\n![{experiment.Title}]({experiment.Name}.svg)\n\n{table}\n{time}\n");
        Console.WriteLine($"\n{experiment.Title}\n\n{table}\n{time}\n{picture}");
        if (readme is not null)
            Insert(experiment.Name, $"{experiment.Explanation}\n\n![{experiment.Title}]({Relative(picture)})\n\n{table}\n{time}\n");
    }

    private string Relative(string path) => Path.GetRelativePath(Path.GetDirectoryName(readme)!, path).Replace('\\', '/');

    private void Insert(string name, string body)
    {
        string begin = $"<!-- experiment {name}: dotnet run --project build/Experiments -c Release -- --only {name} -->", end = $"<!-- end of {name} -->";
        string text = File.ReadAllText(readme!);
        int from = text.IndexOf(begin, StringComparison.Ordinal), to = text.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            Console.WriteLine($"{readme} has no place for {name}: no markers '{begin}' and '{end}'.");
            return;
        }
        StringBuilder page = new(text[..(from + begin.Length)]);
        AtomicFile.Write(readme!, page.Append("\n\n").Append(body).Append('\n').Append(text[to..]).ToString());
    }
}
