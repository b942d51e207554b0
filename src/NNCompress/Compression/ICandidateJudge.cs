using NNCompress.Models;

namespace NNCompress.Compression;

/// <summary>Says, without a look at what will judge, which candidates of a search pass.</summary>
internal interface ICandidateJudge
{
    /// <summary>Whether its estimates are the metric's points, which a page can show and other samples can confirm.</summary>
    bool TellsPoints { get; }

    /// <param name="decoded">What a decoder makes of the candidate.</param>
    DropEstimate Estimate(Network decoded);

    /// <summary>Points by which the estimated drop exceeds what is allowed; at most 0 where the candidate passes.</summary>
    double Excess(DropEstimate estimate);
}
