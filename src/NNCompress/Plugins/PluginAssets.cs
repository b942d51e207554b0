using System.Runtime.InteropServices;
using System.Text.Json;

namespace NNCompress.Plugins;

/// <summary>
/// The files that a plug-in's deps.json names, where they are: beside the plug-in, else in the folder that NuGet unpacks packages into. Native libraries of hundreds of
/// megabytes stay in their own packages that way.
/// </summary>
internal sealed class PluginAssets
{
    private readonly List<(string Library, string Asset, bool Native, string? Rid)> assets = [];
    private readonly string folder;
    private readonly string[] roots;

    /// <param name="assembly">The plug-in.</param>
    /// <param name="packageRoots">Folders with packages as NuGet unpacks them: id, version, content.</param>
    public PluginAssets(string assembly, IEnumerable<string> packageRoots)
    {
        folder = Path.GetDirectoryName(assembly)!;
        // A plug-in that lies in a package itself, ROOT/ID/VERSION/plugins/NAME, has its dependencies beside that one.
        string? own = Enumerable.Range(0, 4).Aggregate((string?)folder, (at, _) => at is null ? null : Path.GetDirectoryName(at));
        roots = [.. new[] { own }.OfType<string>().Concat(packageRoots).Distinct(StringComparer.Ordinal)];
        string manifest = Path.ChangeExtension(assembly, ".deps.json");
        if (File.Exists(manifest))
            Read(manifest);
    }

    /// <summary>The assembly's file for this platform; null where the manifest names none, or it is nowhere.</summary>
    public string? Managed(string name) => Find(native: false, file => file.Equals(name + ".dll", StringComparison.OrdinalIgnoreCase));

    /// <summary>The native library's file for this platform; null where the manifest names none, or it is nowhere.</summary>
    /// <param name="name">As code imports it: with or without prefix and ending.</param>
    public string? Native(string name)
    {
        string[] names = [name, $"{name}.so", $"lib{name}.so", $"{name}.dylib", $"lib{name}.dylib", $"{name}.dll"];
        return Find(native: true, file => names.Contains(file, StringComparer.OrdinalIgnoreCase));
    }

    private static string[] RuntimeIdentifiers()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        return [RuntimeInformation.RuntimeIdentifier, $"{system}-{architecture}", system, .. OperatingSystem.IsWindows() ? Array.Empty<string>() : ["unix"], "any"];
    }

    private string? Find(bool native, Func<string, bool> matches)
    {
        string?[] order = [.. RuntimeIdentifiers(), null];
        return assets
            .Where(a => a.Native == native && matches(Path.GetFileName(a.Asset)) && order.Contains(a.Rid))
            .OrderBy(a => Array.IndexOf(order, a.Rid))
            .SelectMany(Places)
            .FirstOrDefault(File.Exists);
    }

    private IEnumerable<string> Places((string Library, string Asset, bool Native, string? Rid) asset) =>
        new[] { Path.Combine(folder, asset.Asset), Path.Combine(folder, Path.GetFileName(asset.Asset)) }.Concat(roots.Select(root => Path.Combine(root, asset.Library, asset.Asset)));

    private void Read(string manifest)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(manifest));
            JsonElement root = document.RootElement;
            string target = root.GetProperty("runtimeTarget").GetProperty("name").GetString()!;
            foreach (JsonProperty library in root.GetProperty("targets").GetProperty(target).EnumerateObject())
            {
                string path = root.GetProperty("libraries").TryGetProperty(library.Name, out JsonElement described) && described.TryGetProperty("path", out JsonElement given)
                    ? given.GetString()! : library.Name.ToLowerInvariant();
                foreach ((string kind, bool native) in new[] { ("runtime", false), ("native", true) })
                {
                    if (library.Value.TryGetProperty(kind, out JsonElement files))
                        assets.AddRange(files.EnumerateObject().Select(file => (path, file.Name, native, (string?)null)));
                }
                if (library.Value.TryGetProperty("runtimeTargets", out JsonElement targets))
                    assets.AddRange(targets.EnumerateObject().Select(file => (path, file.Name, file.Value.GetProperty("assetType").GetString() == "native", file.Value.GetProperty("rid").GetString())));
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new NncException("NNC1151", manifest, $"the plug-in's list of dependencies is damaged: {e.Message.ReplaceLineEndings(" ")} Fetch the plug-in again.", e);
        }
    }
}
