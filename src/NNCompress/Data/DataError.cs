namespace NNCompress.Data;

/// <summary>The data room's part of the error catalogue, NNC2040 to NNC2047.</summary>
internal static class DataError
{
    public static NncException NotFound(string path) =>
        new("NNC2040", path, "the data does not exist: check the path.");

    public static NncException Unreadable(string path, Exception cause) =>
        new("NNC2040", path, $"the data cannot be read: {OneLine(cause.Message)}", cause);

    public static NncException NotRecognised(string path, string what) => new("NNC2041", path, what);

    public static NncException Damaged(string path, string what, Exception? cause = null) => new("NNC2042", path, what, cause);

    public static NncException Labels(string path, string what) => new("NNC2043", path, what);

    public static NncException Options(string path, string what) => new("NNC2044", path, what);

    public static NncException CsvValue(string path, long line, int column, string value, string remedy) =>
        new("NNC2045", path, $"line {line}, column {column}: '{Shortened(value)}' {remedy}");

    public static NncException TooLarge(string path, string what) => new("NNC2046", path, what);

    public static NncException NotFinite(string path, long sample, float value) =>
        new("NNC2047", path, FormattableString.Invariant($"sample {sample} holds {value} after scaling: remove that sample or mend the data."));

    public static NncException TargetNotFinite(string path, long sample, float value) =>
        new("NNC2047", path, FormattableString.Invariant($"a target of sample {sample} is {value}: remove that sample or mend the data."));

    /// <summary>A value from a file, short enough for a message and without control characters.</summary>
    public static string Shortened(string value)
    {
        string head = value.Length <= 40 ? value : value[..40] + "…";
        return string.Create(head.Length, head, (span, text) =>
        {
            for (int i = 0; i < span.Length; i++)
                span[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? '?' : text[i];
        });
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
