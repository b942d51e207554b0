using System.Text.RegularExpressions;

namespace NNCompress.Tool.CommandLine;

/// <summary>Arguments as a line that POSIX shells read back as the same arguments (and PowerShell, where no quote is among them).</summary>
internal static partial class ShellText
{
    public static string Join(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quote));

    private static string Quote(string argument) =>
        Plain().IsMatch(argument) ? argument : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[\p{L}\p{N}_@%+=:,./\\-]+\z")]
    private static partial Regex Plain();
}
