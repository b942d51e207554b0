using NNCompress.Coding;

namespace NNCompress.Compression;

/// <summary>Writes the C# source that opens the artifact in a user's program, where asked.</summary>
internal static class ShimFiles
{
    private const string DefaultNamespace = "NNCompress.Models";
    private const string DecoderFile = "NNCompress.Runtime.g.cs";

    /// <summary>Before the work begins: can the class be made?</summary>
    /// <exception cref="NncException">NNC1002: the namespace or the class name is no C# name.</exception>
    public static void Check(CompressionRequest request)
    {
        if (request.ShimPath is not null)
            Accessor(request, "model.nnz");
    }

    /// <summary>Writes the decoder and the accessor, which looks for a resource or a file of the artifact's name.</summary>
    /// <returns>What was written; nothing where no shim is asked for.</returns>
    public static IReadOnlyList<string> Write(CompressionRequest request, string artifact)
    {
        if (request.ShimPath is not { } folder)
            return [];
        string decoder = Path.Combine(folder, DecoderFile), accessor = Path.Combine(folder, $"{ClassName(request)}.g.cs");
        AtomicFile.Write(decoder, ShimSource.Decoder());
        AtomicFile.Write(accessor, Accessor(request, Path.GetFileName(artifact)));
        return [decoder, accessor];
    }

    private static string Accessor(CompressionRequest request, string resource)
    {
        try
        {
            return AccessorSource.Generate(request.ShimNamespace ?? DefaultNamespace, ClassName(request), resource);
        }
        catch (ArgumentException e)
        {
            throw new NncException("NNC1002", null, $"{e.Message.ReplaceLineEndings(" ")} Give C# names to --namespace and --class-name.", e);
        }
    }

    private static string ClassName(CompressionRequest request) => request.ShimClassName ?? AccessorSource.ClassName(request.ModelPath);
}
