using NNCompress.Models;

namespace NNCompress.Compression;

/// <summary>
/// The last word before the gate. Of many candidates that were tried on the same few samples, the smallest that passes owes some of that to chance; so the smallest ones are
/// tried once more, on samples that none has been tried on, until one passes there too.
/// </summary>
internal static class Confirmation
{
    /// <summary>Networks that are tried.</summary>
    private const int Most = 12;

    /// <summary>The next one has at least this many times the bytes of the one that did not pass.</summary>
    private const double Apart = 1.01;

    /// <summary>Where it would have more than so many times the bytes, candidates between the two are made.</summary>
    private const double Far = 1.03;

    /// <param name="passed">Candidates that passed the search.</param>
    /// <param name="best">The smallest of them, or what the search ended with where there is none.</param>
    /// <param name="judge">On samples that are new to all of them.</param>
    /// <param name="decode">Makes a candidate's network.</param>
    /// <param name="finer">More candidates that pass the search, each a little larger than the one before as a rule; made when they are asked for.</param>
    /// <returns>The smallest that passes again, its estimate that of the new samples; where none of those tried does, the one that exceeds least.</returns>
    public static Candidate Of(IEnumerable<Candidate> passed, Candidate best, ICandidateJudge judge, Func<Candidate, Network> decode, IEnumerable<Candidate> finer)
    {
        Candidate? least = null;
        Candidate next = best;
        List<Candidate> others = [.. passed.Where(c => c.Stage == best.Stage)];
        using IEnumerator<Candidate> more = finer.GetEnumerator();
        for (int i = 0; i < Most; i++)
        {
            DropEstimate estimate = judge.Estimate(decode(next));
            Candidate again = next with { Estimate = estimate, Excess = judge.Excess(estimate) };
            if (again.Passes)
                return again;
            if (least is null || again.Excess < least.Excess)
                least = again;
            Candidate? larger = Larger(others, again.Bytes);
            while ((larger is null || larger.Bytes > Far * again.Bytes) && more.MoveNext())
            {
                others.Add(more.Current);
                larger = Larger(others, again.Bytes);
                // Those to come are larger still.
                if (larger == more.Current)
                    break;
            }
            if (larger is null)
                break;
            next = larger;
        }
        return least!;
    }

    private static Candidate? Larger(List<Candidate> candidates, long bytes) => candidates.Where(c => c.Bytes >= Apart * bytes).MinBy(c => c.Bytes);
}
