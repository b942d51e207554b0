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
        for (int round = 0; round < SearchSettings.RefinementRounds; round++)
        {
            if (!Round(exponent) || search.AtLimit(stage, exponent) is not { } passing)
                return;
            exponent = passing.Exponent;
            search.Tell(0.8 + 0.1 * round);
        }
    }

    private bool Round(int exponent)
    {
        Candidate centre = search.Try(stage, exponent), coarser = search.Try(stage, exponent + 1);
        double exchange = (coarser.Estimate.Divergence - centre.Estimate.Divergence) / Math.Max(1, centre.Bytes - coarser.Bytes);
        bool improved = false;
        if (!(exchange > 0))
            return false;
        // A layer that takes hardly any bytes is not worth a trial.
        foreach (string weight in stage.Weights.Where(w => centre.BytesOf(w) > centre.Bytes / 64).OrderByDescending(centre.BytesOf).ToList())
        {
            foreach (int move in Moves)
            {
                stage.Move(weight, move);
                Candidate moved = search.Try(stage, exponent);
                if (exchange * (centre.Bytes - moved.Bytes) > moved.Estimate.Divergence - centre.Estimate.Divergence)
                {
                    (centre, improved) = (moved, true);
                    break;
                }
                stage.Move(weight, -move);
            }
        }
        return improved;
    }
}
