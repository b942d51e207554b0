namespace NNCompress.Compression;

/// <summary>Writes the C# source that opens the artifact in a user's program, where asked.</summary>
internal static class ShimFiles
{
    public static IReadOnlyList<string> Write(CompressionRequest request, string artifact) => [];
}
