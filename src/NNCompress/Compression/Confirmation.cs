using NNCompress.Models;

namespace NNCompress.Compression;

/// <summary>
/// The last word before the gate. Of many candidates that were tried on the same few samples, the smallest that passes owes some of that to chance; so the smallest ones are
/// tried once more, on samples that none has been tried on, until one passes there too.
/// </summary>
internal static class Confirmation
{
    /// <summary>Networks that are tried.</summary>
    private const int Most = 8;

    /// <summary>The next one has at least this many times the bytes of the one that did not pass.</summary>
    private const double Apart = 1.01;

    /// <param name="passed">Candidates that passed the search.</param>
    /// <param name="best">The smallest of them, or what the search ended with where there is none.</param>
    /// <param name="judge">On samples that are new to all of them.</param>
    /// <param name="decode">Makes a candidate's network.</param>
    /// <returns>The smallest that passes again, its estimate that of the new samples; where none of those tried does, the one that exceeds least.</returns>
    public static Candidate Of(IEnumerable<Candidate> passed, Candidate best, ICandidateJudge judge, Func<Candidate, Network> decode)
    {
        Candidate? least = null;
        Candidate next = best;
        Candidate[] others = [.. passed.Where(c => c.Stage == best.Stage).OrderBy(c => c.Bytes)];
        for (int i = 0; i < Most; i++)
        {
            DropEstimate estimate = judge.Estimate(decode(next));
            Candidate again = next with { Estimate = estimate, Excess = judge.Excess(estimate) };
            if (again.Passes)
                return again;
            if (least is null || again.Excess < least.Excess)
                least = again;
            if (others.FirstOrDefault(c => c.Bytes >= Apart * again.Bytes) is not { } larger)
                break;
            next = larger;
        }
        return least!;
    }
}
