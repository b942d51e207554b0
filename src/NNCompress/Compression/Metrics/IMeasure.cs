using NNCompress.Engines;

namespace NNCompress.Compression.Metrics;

/// <summary>A metric on one data set, with what the original network answers there.</summary>
internal interface IMeasure
{
    /// <summary>The original's figure, in the metric's unit.</summary>
    double Original { get; }

    /// <summary>Samples of the data set.</summary>
    int Count { get; }

    /// <summary>Compares other answers on the same samples with the original's.</summary>
    Verdict Compare(Predictions after);

    /// <summary>By how many points the answers are worse, with the standard error of that, from paired samples.</summary>
    (double Drop, double StandardError) Drop(Predictions after);

    /// <summary>Whether the original does better here than chance explains beside another data set: it may know these samples by heart.</summary>
    /// <param name="judged">The same metric on the data that judges.</param>
    bool IsFamiliarBeside(IMeasure judged);
}
