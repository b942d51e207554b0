namespace NNCompress.Compression;

/// <summary>What a search over steps offers to what refines it layer by layer.</summary>
internal interface IStepSearch
{
    /// <summary>What has been found; null where nothing holds what must be held.</summary>
    Candidate? Best { get; }

    /// <summary>As <see cref="SearchSettings.RefinesDeeply"/>.</summary>
    bool IsDeep { get; }

    /// <summary>Whether one candidate serves the search's end better than another, where both hold what must be held.</summary>
    bool IsBetter(Candidate candidate, Candidate than);

    /// <summary>Encodes at a common step, estimates, and remembers what is best.</summary>
    Candidate Try(EncodingStage stage, int exponent);

    /// <summary>The candidate at the common step where what the search must hold is just held; null where no step holds it.</summary>
    /// <param name="stage">A pruned network.</param>
    /// <param name="start">Where to look first, in quarter octaves of the unit step.</param>
    Candidate? AtLimit(EncodingStage stage, int start);

    /// <summary>Reports how far the search is, 0 to 1.</summary>
    void Tell(double fraction);
}
