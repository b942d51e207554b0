namespace NNCompress.Plugins;

/// <summary>Where plug-ins are: by path, or by name in the folders where packages put them.</summary>
/// <param name="Folders">Folders that hold a folder for each plug-in, under its name; searched in this order.</param>
/// <param name="PackageRoots">Folders with packages as NuGet unpacks them: id, version, content.</param>
internal sealed record PluginFinder(IReadOnlyList<string> Folders, IReadOnlyList<string> PackageRoots)
{
    /// <summary>Environment variable with further folders, separated as in PATH; the MSBuild package sets it.</summary>
    public const string Variable = "NNCOMPRESS_PLUGINS";

    /// <summary>The plug-ins that have a name, and the packages that hold them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Packages =
        new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["imagesharp"] = "NNCompress.ImageSharp", ["torchsharp"] = "NNCompress.TorchSharp" };

    /// <summary>This process's: the folders of <see cref="Variable"/>, the one beside the tool, and NuGet's, where a package counts in the tool's own version only.</summary>
    public static PluginFinder Usual()
    {
        string[] given = (Environment.GetEnvironmentVariable(Variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string root = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } moved ? moved
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return new PluginFinder([.. given, Path.Combine(AppContext.BaseDirectory, "plugins")], [root]);
    }

    /// <summary>Whether the text is a path, not a name.</summary>
    public static bool IsPath(string plugin) =>
        plugin.Contains(Path.DirectorySeparatorChar) || plugin.Contains(Path.AltDirectorySeparatorChar) || plugin.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    /// <summary>The assembly of a plug-in, by full path.</summary>
    /// <param name="plugin">A name, or the path of an assembly or of a folder with one plug-in.</param>
    /// <exception cref="NncException">NNC1150: there is none.</exception>
    public string Find(string plugin) => TryFind(plugin) ?? throw (
        IsPath(plugin) ? new NncException("NNC1150", plugin, "there is no plug-in at this path: give the assembly of a plug-in, with its .deps.json and the assemblies that it needs beside it.")
        : Packages.TryGetValue(plugin, out string? package) ? new NncException("NNC1150", null,
            $"the plug-in '{plugin}' is not installed. In a project that references NNCompress.MSBuild: dotnet add package {package}. "
            + $"Else give the path of {package}.dll, or name the folder that holds {plugin}/ in the environment variable {Variable}. Searched: {string.Join(", ", Places(plugin, package).Select(p => Path.GetDirectoryName(p)!))}.")
        : new NncException("NNC1150", null, $"there is no plug-in '{Shortened(plugin)}': give managed, {string.Join(", ", Packages.Keys)}, or the path of a plug-in's assembly."));

    /// <inheritdoc cref="Find"/>
    /// <returns>Null where there is none.</returns>
    public string? TryFind(string plugin)
    {
        if (!IsPath(plugin))
            return Packages.TryGetValue(plugin, out string? package) ? Places(plugin, package).FirstOrDefault(File.Exists) : null;
        string path = Path.GetFullPath(plugin);
        // What a build or publish puts there beside the plug-in has no manifest of its own.
        return File.Exists(path) ? path
            : Directory.Exists(path) && Directory.GetFiles(path, "*.deps.json") is [string manifest] && manifest[..^".deps.json".Length] + ".dll" is { } assembly && File.Exists(assembly) ? assembly
            : null;
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private IEnumerable<string> Places(string name, string package) =>
        Folders.Select(folder => Path.GetFullPath(Path.Combine(folder, name.ToLowerInvariant(), package + ".dll")))
            .Concat(PackageRoots.Select(root => Path.Combine(root, package.ToLowerInvariant(), Version, "plugins", name.ToLowerInvariant(), package + ".dll")));

    private static string Version => typeof(PluginFinder).Assembly.GetName().Version!.ToString(3);
}
