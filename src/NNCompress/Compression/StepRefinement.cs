namespace NNCompress.Compression;

/// <summary>
/// Gives each layer a step of its own: a step moves where the divergence that it saves or spends is worth the bytes, at the rate of exchange of
/// the common step.
/// </summary>
internal sealed class StepRefinement(IStepSearch search, EncodingStage stage)
{
    private static readonly int[] Moves = [2, -2];

    /// <param name="exponent">The common step at which the search's limit is just held.</param>
    public void Run(int exponent)
    {
        long least = long.MaxValue;
        int rounds = search.IsDeep ? SearchSettings.DeepRounds : SearchSettings.RefinementRounds;
        for (int round = 0; round < rounds; round++)
        {
            if (!Round(exponent) || search.AtLimit(stage, exponent) is not { } passing)
                return;
            search.Tell(0.8 + (0.15 * round / rounds));
            if (search.IsDeep && least != long.MaxValue && passing.Bytes > SearchSettings.WorthRound * least)
                return;
            (exponent, least) = (passing.Exponent, passing.Bytes);
        }
    }

    private bool Round(int exponent)
    {
        Candidate centre = search.Try(stage, exponent);
        double exchange = 0;
        // What a quarter of an octave changes may be chance where samples are few for the network.
        for (int apart = 1; apart <= (search.IsDeep ? SearchSettings.Octave : 1) && !(exchange > 0); apart *= 2)
        {
            Candidate coarser = search.Try(stage, exponent + apart);
            exchange = (coarser.Estimate.Divergence - centre.Estimate.Divergence) / Math.Max(1, centre.Bytes - coarser.Bytes);
        }
        bool improved = false;
        if (!(exchange > 0))
            return false;
        foreach (Action<int> part in Parts(centre))
        {
            foreach (int move in Moves)
            {
                part(move);
                Candidate moved = search.Try(stage, exponent);
                if (exchange * (centre.Bytes - moved.Bytes) > moved.Estimate.Divergence - centre.Estimate.Divergence)
                {
                    (centre, improved) = (moved, true);
                    break;
                }
                part(-move);
            }
        }
        return improved;
    }

    /// <summary>What moves together: each layer that takes bytes enough to be worth a trial; in a deep network also the others of a kind, if together they do, and all biases, likewise.</summary>
    private List<Action<int>> Parts(Candidate centre)
    {
        long worth = centre.Bytes / 64;
        string[] weights = [.. stage.Weights];
        List<Action<int>> parts = [.. weights.Where(w => centre.BytesOf(w) > worth).OrderByDescending(centre.BytesOf).Select(Action<int> (w) => move => stage.Move(w, move))];
        if (!search.IsDeep)
            return parts;
        foreach (IGrouping<bool, string> kind in weights.Where(w => centre.BytesOf(w) <= worth).GroupBy(stage.IsInSmallGroups).OrderBy(k => k.Key))
        {
            if (kind.Count() > 1 && kind.Sum(centre.BytesOf) > worth)
                parts.Add(move => kind.ToList().ForEach(w => stage.Move(w, move)));
        }
        if (centre.Tensors.Where(t => !weights.Contains(t.Name)).Sum(t => (long)t.Bytes) > worth)
            parts.Add(stage.MoveBiases);
        return parts;
    }
}
