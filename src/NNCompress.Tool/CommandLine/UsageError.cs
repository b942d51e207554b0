namespace NNCompress.Tool.CommandLine;

/// <summary>The ways a command line can be wrong: a method each, numbered as in ERRORS.md.</summary>
internal static class UsageError
{
    public static NncException Unknown(string what, string advice) => new("NNC1001", null, $"{what}. {advice}");

    public static NncException Value(string option, string? value, string expected) =>
        new("NNC1002", null, $"--{option} '{value}': {expected}.");

    public static NncException Missing(string what) => new("NNC1003", null, what);

    public static NncException Conflict(string what) => new("NNC1005", null, what);

    public static NncException ResponseFile(string path, Exception cause) =>
        new("NNC1006", path,
            $"the response file cannot be read: {cause.Message} Write '@' before the path of a text file with one argument a line.", cause);
}
