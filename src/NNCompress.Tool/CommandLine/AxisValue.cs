using System.Globalization;
using System.Text.RegularExpressions;
using NNCompress.Reports;

namespace NNCompress.Tool.CommandLine;

/// <summary>Reads the lists of a sweep: values separated by commas, among them ranges such as <c>0.1..0.9:0.1</c>. Every failure is NNC1002.</summary>
internal static partial class AxisValue
{
    /// <summary>Of one list.</summary>
    private const int MostValues = 1000;

    /// <summary>Machines that one sweep may be spread over.</summary>
    private const int MostShards = 10_000;

    /// <summary>End of a range.</summary>
    private const decimal Greatest = 1e15m;

    /// <summary>Numbers from <paramref name="low"/> to <paramref name="high"/>, in the order given; <paramref name="open"/> leaves out the end named.</summary>
    public static IReadOnlyList<double> Numbers(string option, string? text, double low, double high, OpenEnd open = OpenEnd.None) =>
        Distinct(option, text, [.. Parts(option, text).Select(part => OptionValue.Number(option, part, low, high, open))]);

    /// <summary>Whole numbers, likewise.</summary>
    public static IReadOnlyList<int> Integers(string option, string? text, int low, int high) =>
        Distinct(option, text, [.. Parts(option, text).Select(part => OptionValue.Integer(option, part, low, high))]);

    /// <summary>Members of <typeparamref name="T"/> by their kebab-case names.</summary>
    public static IReadOnlyList<T> Choices<T>(string option, string? text)
        where T : struct, Enum => Distinct(option, text, [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries).Select(part => OptionValue.Choice<T>(option, part))]);

    /// <summary>The name that <see cref="Choices{T}"/> takes.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => OptionValue.Choices<T>().ElementAt(Array.IndexOf(Enum.GetValues<T>(), value));

    /// <summary>A part of a sweep, such as <c>2/3</c>.</summary>
    public static SweepShard Shard(string option, string? text)
    {
        string[] parts = (text ?? "").Split('/');
        return parts.Length == 2 && Whole(parts[0]) is { } number && Whole(parts[1]) is { } count && number <= count
            ? new SweepShard(number, count)
            : throw UsageError.Value(option, text, $"give I/N, for example 2/3: part I of N, from 1 to N, which is at most {MostShards}");

        static int? Whole(string t) => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1 and <= MostShards ? value : null;
    }

    /// <summary>The list's values, those of its ranges included. Ranges are counted in decimals: 0.1..0.3:0.1 ends with 0.3 itself.</summary>
    private static IEnumerable<string> Parts(string option, string? text)
    {
        int count = 0;
        foreach (string part in (text ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            foreach (string value in Range().Match(part) is { Success: true } range ? Steps(option, text, range) : [part])
                yield return ++count <= MostValues ? value : throw UsageError.Value(option, text, $"that is more than {MostValues} values: take a greater step");
        }
    }

    private static IEnumerable<string> Steps(string option, string? text, Match range)
    {
        decimal[] ends = [.. new[] { "from", "to", "step" }.Select(name => decimal.TryParse(range.Groups[name].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) && Math.Abs(value) <= Greatest
            ? value : throw UsageError.Value(option, text, "give ranges as FROM..TO:STEP, for example 0.1..0.9:0.1"))];
        if (ends[2] <= 0 || ends[1] < ends[0])
            throw UsageError.Value(option, text, "a range goes up, by a step above 0: 0.1..0.9:0.1");
        for (decimal value = ends[0]; value <= ends[1]; value += ends[2])
            yield return value.ToString(CultureInfo.InvariantCulture);
    }

    private static IReadOnlyList<T> Distinct<T>(string option, string? text, List<T> values)
        where T : struct => values.GroupBy(v => v).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw UsageError.Value(option, text, string.Create(CultureInfo.InvariantCulture, $"'{twice.Key}' stands there twice: give each value once"))
            : values;

    [GeneratedRegex(@"^(?<from>.*?)\.\.(?<to>[^:]*)(:(?<step>.*))?\z")]
    private static partial Regex Range();
}
