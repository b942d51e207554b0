using System.Globalization;
using System.Text.RegularExpressions;
using NNCompress.Engines.Training;

namespace NNCompress.Tool.CommandLine;

/// <summary>Reads option values in the invariant culture and checks their range; every failure is NNC1002.</summary>
internal static partial class OptionValue
{
    private const int MaximalSide = 65_535;

    /// <summary>A finite number from <paramref name="low"/> to <paramref name="high"/>; <paramref name="open"/> leaves out the end named.</summary>
    public static double Number(string option, string? text, double low, double high, OpenEnd open = OpenEnd.None)
    {
        string expected = (open, high) switch
        {
            (OpenEnd.High, _) => string.Create(CultureInfo.InvariantCulture, $"give a number from {low} to below {high}"),
            (OpenEnd.Low, double.MaxValue) => string.Create(CultureInfo.InvariantCulture, $"give a number above {low}"),
            (OpenEnd.Low, _) => string.Create(CultureInfo.InvariantCulture, $"give a number above {low}, at most {high}"),
            (_, double.MaxValue) when low == -double.MaxValue => "give a number",
            (_, double.MaxValue) => string.Create(CultureInfo.InvariantCulture, $"give a number of at least {low}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"give a number from {low} to {high}"),
        };
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            throw UsageError.Value(option, text, expected + ", with a point before the decimals");
        bool lowBad = open == OpenEnd.Low ? value <= low : value < low;
        bool highBad = open == OpenEnd.High ? value >= high : value > high;
        return lowBad || highBad ? throw UsageError.Value(option, text, expected) : value;
    }

    public static int Integer(string option, string? text, int low, int high) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= low && value <= high
            ? value
            : throw UsageError.Value(option, text, string.Create(CultureInfo.InvariantCulture, $"give a whole number from {low} to {high}"));

    /// <summary>A number of bytes above 0, with a unit or without: <c>40000</c>, <c>40k</c>, <c>1.5MB</c>, <c>64KiB</c>.</summary>
    public static long Bytes(string option, string? text)
    {
        Match match = BytesPattern().Match(text ?? "");
        long unit = match.Groups["prefix"].Value.ToUpperInvariant() switch { "K" => 1000, "M" => 1_000_000, "G" => 1_000_000_000, "KI" => 1L << 10, "MI" => 1L << 20, "GI" => 1L << 30, _ => 1 };
        if (match.Success && decimal.TryParse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            && number * unit is >= 1 and <= int.MaxValue)
            return (long)(number * unit);
        throw UsageError.Value(option, text, $"give a number of bytes from 1 to {int.MaxValue}, for example 40000, 40k, 1.5MB or 64KiB");
    }

    /// <summary>Numbers separated by commas.</summary>
    public static IReadOnlyList<double> Numbers(string option, string? text, bool positive) =>
        [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries)
            .Select(t => positive ? Number(option, t, 0, double.MaxValue, OpenEnd.Low) : Number(option, t, -double.MaxValue, double.MaxValue))];

    /// <summary>A picture's sides, for example <c>28x28</c>.</summary>
    public static (int Height, int Width) Matrix(string option, string? text)
    {
        string[] sides = (text ?? "").Split('x', 'X');
        return sides.Length == 2 && Side(sides[0]) is { } height && Side(sides[1]) is { } width
            ? (height, width)
            : throw UsageError.Value(option, text, $"give HEIGHTxWIDTH, for example 28x28, each from 1 to {MaximalSide}");

        static int? Side(string t) =>
            int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side is >= 1 and <= MaximalSide ? side : null;
    }

    /// <summary>Names with numbers, for example <c>conv1=0.1,conv2=0</c>; a name may hold any character but the comma.</summary>
    public static IReadOnlyDictionary<string, double> NamedNumbers(string option, string? text, double low, double high)
    {
        Dictionary<string, double> numbers = new(StringComparer.Ordinal);
        foreach (string part in (text ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            int sign = part.LastIndexOf('=');
            if (sign < 1)
                throw UsageError.Value(option, text, "give names with numbers, separated by commas, for example conv1=0.1,conv2=0");
            if (!numbers.TryAdd(part[..sign].TrimEnd(), Number(option, part[(sign + 1)..].TrimStart(), low, high)))
                throw UsageError.Value(option, text, $"'{part[..sign].TrimEnd()}' stands there twice: give one number a name");
        }
        return numbers;
    }

    /// <summary>Two numbers, for example <c>0.66:0.05</c>.</summary>
    public static (double Start, double End) Span(string option, string? text, double low, double high)
    {
        string[] ends = (text ?? "").Split(':', StringSplitOptions.TrimEntries);
        return ends.Length == 2
            ? (Number(option, ends[0], low, high), Number(option, ends[1], low, high))
            : throw UsageError.Value(option, text, "give START:END, for example 0.66:0.05");
    }

    /// <summary>Checked further where it is split.</summary>
    public static string Command(string option, string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Contains('\0') ? throw UsageError.Value(option, text, "give a command, for example \"python3 evaluate.py {model} {role}\"") : text;

    public static bool Truth(string option, string? text) =>
        bool.TryParse(text, out bool value) ? value : throw UsageError.Value(option, text, "give true or false");

    public static string Path(string option, string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Contains('\0') ? throw UsageError.Value(option, text, "give a path") : text;

    /// <summary>The name or path of a plug-in, or a name that it knows.</summary>
    public static string Plugin(string option, string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Any(char.IsControl) ? throw UsageError.Value(option, text, "give a name or a path") : text.Trim();

    /// <summary>A member of <typeparamref name="T"/> by its kebab-case name.</summary>
    public static T Choice<T>(string option, string? text)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
        {
            if (string.Equals(Kebab(value.ToString()), text, StringComparison.OrdinalIgnoreCase))
                return value;
        }
        string[] names = [.. Choices<T>()];
        string? near = Suggestion.Nearest(text ?? "", names);
        throw UsageError.Value(option, text, $"{(near is null ? "" : $"did you mean '{near}'? ")}valid values are {string.Join(", ", names)}");
    }

    /// <summary>The values that <see cref="Choice{T}"/> takes.</summary>
    public static IEnumerable<string> Choices<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(Kebab);

    /// <summary>Identifiers joined by points, as C# allows them (no keywords, no Unicode escapes).</summary>
    public static string Identifier(string option, string? text, bool dotted)
    {
        string[] parts = dotted ? (text ?? "").Split('.') : [text ?? ""];
        return parts.All(p => IdentifierPattern().IsMatch(p))
            ? text!
            : throw UsageError.Value(
                option, text, dotted ? "give a C# namespace, for example My.Models" : "give a C# class name, for example FashionModel");
    }

    private static string Kebab(string name) =>
        name is nameof(LogFormat.MsBuild) or nameof(OptimiserKind.AdamW) ? name.ToLowerInvariant() : WordStart().Replace(name, "-").ToLowerInvariant();

    [GeneratedRegex(@"^(?<number>[0-9]{1,12}(\.[0-9]{1,6})?) ?(?<prefix>[KMG]i?)?B?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BytesPattern();

    [GeneratedRegex(@"(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();

    [GeneratedRegex(@"^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*\z")]
    private static partial Regex IdentifierPattern();
}
