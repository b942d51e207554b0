using System.Globalization;
using NNCompress.Reports;
using Spectre.Console;

namespace NNCompress.Tool.Output;

/// <summary>What <c>inspect --groups</c> prints: a paragraph a group, free groups first, those with the most parameters before the others.</summary>
internal static class GroupListing
{
    private const int Width = 110;

    public static void Write(CompressionReport report, IAnsiConsole console)
    {
        GroupRow[] free = [.. report.Groups.Where(g => g.Locked is null).OrderByDescending(g => g.ParametersPerChannel * g.Before)];
        GroupRow[] held = [.. report.Groups.Where(g => g.Locked is not null)];
        Line($"inspect {report.Model}: {ReportText.Count(free.Sum(g => g.Before))} of {ReportText.Count(report.Groups.Sum(g => g.Before))} channels may leave, in {free.Length} of {report.Groups.Count} groups");
        foreach (GroupRow group in free.Concat(held))
        {
            Line("");
            Line(string.Create(CultureInfo.InvariantCulture,
                $"{group.Name}: {group.Before} channel{(group.Before == 1 ? "" : "s")}, {group.ParametersPerChannel:#,0.##} parameters each{(group.Locked is null ? "" : ", locked")}"));
            List("made by", group.Producers);
            List("read by", group.Consumers);
            if (group.Locked is not null)
                List("locked by", [group.Locked]);
        }

        void List(string heading, IReadOnlyList<string> names)
        {
            string line = $"  {heading,-10}";
            for (int i = 0; i < names.Count; i++)
            {
                string next = names[i] + (i + 1 < names.Count ? ", " : "");
                if (line.Length + next.Length > Width && line.Trim().Length > 0 && i > 0)
                {
                    Line(line.TrimEnd());
                    line = new string(' ', 12);
                }
                line += next;
            }
            if (names.Count > 0)
                Line(line);
        }

        void Line(string text) => console.Profile.Out.Writer.WriteLine(text);
    }
}
