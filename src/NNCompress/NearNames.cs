namespace NNCompress;

/// <summary>Finds the names that somebody probably meant.</summary>
public static class NearNames
{
    private const int LongestName = 64;

    /// <summary>
    /// At most so many of the candidates: those at the smallest edit distance, where that is at most a third of their length, or 2; and those that hold what was given, or are held by it.
    /// Letters' case counts for nothing.
    /// </summary>
    public static IReadOnlyList<string> Of(string given, IEnumerable<string> candidates, int most)
    {
        string wanted = given.ToLowerInvariant();
        return [.. candidates.Select(c => (Name: c, Score: Score(wanted, c.ToLowerInvariant()))).Where(c => c.Score < int.MaxValue).OrderBy(c => c.Score).ThenBy(c => c.Name, StringComparer.Ordinal).Take(most).Select(c => c.Name)];
    }

    private static int Score(string given, string name)
    {
        if (given.Length is 0 or > LongestName || name.Length > LongestName)
            return int.MaxValue;
        int distance = Distance(given, name);
        bool holds = name.Contains(given, StringComparison.Ordinal) || (name.Length > 2 && given.Contains(name, StringComparison.Ordinal));
        return holds || distance <= Math.Max(2, name.Length / 3) ? distance : int.MaxValue;
    }

    /// <summary>Levenshtein distance: insertions, deletions and replacements.</summary>
    public static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
