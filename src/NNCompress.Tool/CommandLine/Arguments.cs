using System.Globalization;

namespace NNCompress.Tool.CommandLine;

/// <summary>What happens to the arguments before they are parsed.</summary>
internal static class Arguments
{
    private const long LongestResponseFile = 1 << 20;

    /// <summary>Puts the lines of response files (<c>@PATH</c>) in their place and joins <c>--jpeg 20</c> to <c>--jpeg=20</c>, <c>--save-initial x.onnx</c> and the lists of a sweep likewise.</summary>
    /// <remarks>
    /// The parser takes an optional value only when it is joined to the name. A number after --jpeg can be nothing but its value, nor can a path
    /// after --save-initial, or a list after --ratios, that stands behind verb and model.
    /// </remarks>
    /// <exception cref="NncException">NNC1006: a response file cannot be read.</exception>
    public static string[] Expand(IEnumerable<string> arguments)
    {
        List<string> expanded = [.. arguments.SelectMany(a => a.Length > 1 && a[0] == '@' ? Lines(a[1..]) : [a])];
        for (int i = 0; i + 1 < expanded.Count; i++)
        {
            string next = expanded[i + 1];
            bool joined = expanded[i] switch
            {
                "--jpeg" => double.TryParse(next, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
                "--save-initial" or "--ratios" or "--qualities" or "--budgets" or "--methods" => i >= 2 && !expanded[1].StartsWith('-') && !next.StartsWith('-'),
                _ => false,
            };
            if (joined)
            {
                expanded[i] = $"{expanded[i]}={next}";
                expanded.RemoveAt(i + 1);
            }
        }
        return [.. expanded];
    }

    /// <summary>The format that messages about these arguments should have, even where they cannot be parsed.</summary>
    public static LogFormat LogFormatOf(IReadOnlyList<string> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            const string Name = "--log-format";
            bool joined = arguments[i].StartsWith($"{Name}=", StringComparison.Ordinal) || arguments[i].StartsWith($"{Name}:", StringComparison.Ordinal);
            string? value = joined ? arguments[i][(Name.Length + 1)..] : arguments[i] == Name && i + 1 < arguments.Count ? arguments[i + 1] : null;
            if (value is not null)
                return string.Equals(value, "msbuild", StringComparison.OrdinalIgnoreCase) ? LogFormat.MsBuild : LogFormat.Console;
        }
        return LogFormat.Console;
    }

    private static string[] Lines(string path)
    {
        try
        {
            return new FileInfo(path).Length > LongestResponseFile
                ? throw new IOException($"it is longer than {LongestResponseFile} bytes.")
                : [.. File.ReadAllLines(path).Where(l => l.Length > 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UsageError.ResponseFile(path, e);
        }
    }
}
