namespace EngineAgreement;

/// <summary>Spearman's correlation of ranks: Pearson's of the ranks, with equal values sharing the mean of theirs.</summary>
internal static class Spearman
{
    /// <returns>1 where both order alike; 1 too where both hold one value throughout, NaN where one does.</returns>
    public static double Of(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        double[] x = Ranks(a), y = Ranks(b);
        double mean = (x.Length - 1) / 2.0, xy = 0, xx = 0, yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mean) * (y[i] - mean);
            xx += (x[i] - mean) * (x[i] - mean);
            yy += (y[i] - mean) * (y[i] - mean);
        }
        return xx == 0 && yy == 0 ? 1 : xy / Math.Sqrt(xx * yy);
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        double[] ranks = new double[values.Count];
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && values[order[end]] == values[order[start]]; end++)
            {
            }
            for (int i = start; i < end; i++)
                ranks[order[i]] = (start + end - 1) / 2.0;
        }
        return ranks;
    }
}
