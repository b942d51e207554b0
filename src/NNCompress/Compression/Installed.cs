using NNCompress.Coding;
using NNCompress.Coding.Jpeg;
using NNCompress.Engines;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Managed.Operators;
using NNCompress.Plugins;
using NNCompress.Runtime;

namespace NNCompress.Compression;

/// <summary>The parts that this build has, and what they make of this processor.</summary>
public static class Installed
{
    /// <summary>The vectors that the engine computes with here, for example <c>Vector256</c>; results do not depend on it.</summary>
    public static SimdPath Vectors => MatrixKernel.Best;

    /// <summary>Engines by name, with the number of operators that each runs.</summary>
    public static IReadOnlyDictionary<string, int> Engines { get; } =
        new SortedDictionary<string, int>(StringComparer.Ordinal) { [new ManagedEngine().Name] = OperatorRegistry.Names.Count };

    /// <summary>Names of the JPEG codecs.</summary>
    public static IReadOnlyList<string> JpegCodecs { get; } = [new ManagedJpegCodec().Name];

    /// <summary>Plug-ins that have a name, with the assembly of each; null where it is not installed.</summary>
    public static IReadOnlyDictionary<string, string?> Plugins { get; } = Found();

    /// <summary>How tensors can be coded.</summary>
    public static IReadOnlyList<CoderKind> Coders { get; } = Enum.GetValues<CoderKind>();

    /// <summary>The version of the .nnz format that is written.</summary>
    public static int FormatVersion => NnzFile.FormatVersion;

    private static SortedDictionary<string, string?> Found()
    {
        PluginFinder finder = PluginFinder.Usual();
        return new SortedDictionary<string, string?>(PluginFinder.Packages.ToDictionary(p => p.Key, p => finder.TryFind(p.Key)), StringComparer.Ordinal);
    }
}
