using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NNCompress.MSBuild;

/// <summary>Plug-ins of the tool: where packages put them, and the files that a result depends on.</summary>
internal static class PluginFiles
{
    /// <summary>The environment variable that tells the tool of folders with plug-ins.</summary>
    public const string Variable = "NNCOMPRESS_PLUGINS";

    /// <summary>Whether the text is a path, not a name; as the tool tells them apart.</summary>
    public static bool IsPath(string plugin) =>
        plugin.IndexOfAny(['/', '\\']) >= 0 || plugin.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    /// <summary>The folders of packages, then those that the environment has already.</summary>
    public static string Joined(IEnumerable<string> folders) => string.Join(
        Path.PathSeparator.ToString(),
        folders.Select(Path.GetFullPath).Concat([Environment.GetEnvironmentVariable(Variable) ?? ""]).Where(f => f.Length > 0).Distinct());

    /// <summary>The assemblies of a plug-in; none for a built-in part, or where it is not found, of which the tool tells.</summary>
    /// <param name="plugin">Name, or full path of the assembly or its folder.</param>
    /// <param name="folders">With a folder for each plug-in.</param>
    public static IEnumerable<string> Of(string plugin, IEnumerable<string> folders)
    {
        string? folder = IsPath(plugin)
            ? (Directory.Exists(plugin) ? plugin : Path.GetDirectoryName(plugin))
            : folders.Select(f => Path.Combine(f, plugin.ToLowerInvariant())).FirstOrDefault(Directory.Exists);
        return folder is not null && Directory.Exists(folder) ? Directory.GetFiles(folder, "*.dll").OrderBy(f => f, StringComparer.Ordinal) : [];
    }
}
