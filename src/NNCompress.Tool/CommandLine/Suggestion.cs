namespace NNCompress.Tool.CommandLine;

/// <summary>Finds what the user probably meant.</summary>
internal static class Suggestion
{
    private const int LongestName = 64;

    /// <summary>The candidate at the smallest edit distance, if that is at most a third of its length, or 2; else null.</summary>
    public static string? Nearest(string given, IEnumerable<string> candidates)
    {
        if (given.Length is 0 or > LongestName)
            return null;
        (string Name, int Distance) best = candidates
            .Select(c => (Name: c, Distance: Distance(given.ToLowerInvariant(), c)))
            .DefaultIfEmpty((Name: "", Distance: int.MaxValue))
            .MinBy(c => c.Distance);
        return best.Distance <= Math.Max(2, best.Name.Length / 3) ? best.Name : null;
    }

    /// <summary>Levenshtein distance: insertions, deletions and replacements.</summary>
    internal static int Distance(string a, string b) => NearNames.Distance(a, b);
}
