using NNCompress.Coding;

namespace NNCompress.Compression;

/// <summary>Writes the C# source that opens the artifact in a user's program, where asked.</summary>
internal static class ShimFiles
{
    private const string DefaultNamespace = "NNCompress.Models", Decoder = "NNCompress.Runtime.g.cs";

    /// <returns>The files written: the decoder, and the class of this model. The class looks for a resource or file with the artifact's name.</returns>
    /// <exception cref="NncException">NNC2003: a file cannot be written.</exception>
    public static IReadOnlyList<string> Write(CompressionRequest request, string artifact)
    {
        if (request.ShimPath is null)
            return [];
        string className = request.ShimClassName ?? AccessorSource.ClassName(request.ModelPath);
        string decoder = Path.Combine(request.ShimPath, Decoder), accessor = Path.Combine(request.ShimPath, className + ".g.cs");
        AtomicFile.Write(decoder, ShimSource.Decoder());
        AtomicFile.Write(accessor, AccessorSource.Generate(request.ShimNamespace ?? DefaultNamespace, className, Path.GetFileName(artifact)));
        return [decoder, accessor];
    }
}
