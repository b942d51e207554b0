namespace Plugins;

/// <summary>What the command line asks for.</summary>
/// <param name="Sources">Feeds beside the usual ones.</param>
/// <param name="Versions">Exact versions of packages, by the part's name; the lowest of its range otherwise.</param>
/// <param name="Only">One part alone; null for all.</param>
internal sealed record Settings(IReadOnlyList<string> Sources, IReadOnlyDictionary<string, string> Versions, string? Only)
{
    /// <summary>Null, with a line on standard error, where the arguments are not understood.</summary>
    public static Settings? Parse(string[] args)
    {
        List<string> sources = [];
        Dictionary<string, string> versions = [];
        string? only = null;
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : "";
            if (args[i] == "--source" && value.Length > 0)
                sources.Add(Path.IsPathRooted(value) || value.Contains("://", StringComparison.Ordinal) ? value : Path.GetFullPath(value));
            else if (args[i] == "--version" && value.Split('=') is [string name, string version] && Part.All.Any(p => p.Name == name))
                versions[name] = version;
            else if (args[i] == "--only" && Part.All.Any(p => p.Name == value))
                only = value;
            else
                return Refuse(args[i]);
        }
        return new Settings(sources, versions, only);
    }

    private static Settings? Refuse(string argument)
    {
        Console.Error.WriteLine($"'{argument}' is not understood: --source FEED, --version NAME=VERSION, --only NAME, where NAME is {string.Join(" or ", Part.All.Select(p => p.Name).Distinct())}.");
        return null;
    }
}
