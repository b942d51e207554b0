namespace NNCompress.ImageSharp;

/// <summary>Messages of exceptions.</summary>
internal static class OneLine
{
    public static string Of(Exception e) => e.Message.ReplaceLineEndings(" ");
}
