using System.Reflection;
using System.Runtime.Loader;

namespace NNCompress.Plugins;

/// <summary>
/// Where one plug-in's assemblies live, apart from those of the host and of other plug-ins. The contract's assemblies come from the host, so that its types are the same
/// on both sides; all others come by the plug-in's deps.json, and what that does not name from the host.
/// </summary>
internal sealed class PluginContext : AssemblyLoadContext
{
    private static readonly HashSet<string> Shared = new(StringComparer.OrdinalIgnoreCase) { "NNCompress", "NNCompress.Runtime" };

    private readonly AssemblyDependencyResolver? resolver;
    private readonly PluginAssets assets;

    /// <param name="assembly">The plug-in, by full path.</param>
    /// <param name="packageRoots">Where NuGet unpacks packages.</param>
    public PluginContext(string assembly, IEnumerable<string> packageRoots)
        : base(Path.GetFileNameWithoutExtension(assembly))
    {
        assets = new PluginAssets(assembly, packageRoots);
        try
        {
            resolver = new AssemblyDependencyResolver(assembly);
        }
        catch (InvalidOperationException)
        {
            // It wants every file of the manifest beside the plug-in; some may lie in packages.
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (Shared.Contains(assemblyName.Name!))
            return null;
        string? path = resolver?.ResolveAssemblyToPath(assemblyName) ?? assets.Managed(assemblyName.Name!);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string? path = resolver?.ResolveUnmanagedDllToPath(unmanagedDllName) ?? assets.Native(unmanagedDllName);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }
}
