using NNCompress.Engines;

namespace NNCompress.Compression.Metrics;

/// <summary>What a candidate's answers on samples that do not judge let expect of the drop on those that do, without a look at labels.</summary>
internal interface IExpectedDrop
{
    /// <summary>How far, relative to itself, the expected drop is trusted: a standard error.</summary>
    double RelativeError { get; }

    /// <param name="candidate">Answers on the samples that the original answered.</param>
    /// <returns>Points and their standard error; the variance of one sample's contribution, of which 1 is a whole scale's square.</returns>
    (double Drop, double StandardError, double Turned) Drop(Predictions candidate);
}
