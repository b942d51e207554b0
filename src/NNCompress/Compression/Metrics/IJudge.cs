using NNCompress.Models;

namespace NNCompress.Compression.Metrics;

/// <summary>What decides whether a network is still good enough. It has measured the original already.</summary>
internal interface IJudge
{
    /// <summary>What is measured, as the report names it.</summary>
    string Metric { get; }

    /// <summary>Whether less is better.</summary>
    bool IsError { get; }

    /// <summary>The original's figure, in the metric's unit.</summary>
    double Original { get; }

    /// <summary>Samples that judge; null where nobody knows.</summary>
    int? Samples { get; }

    /// <summary>Compares a network with the original.</summary>
    /// <param name="network">The network, as a decoder makes it.</param>
    /// <param name="stage">For the progress.</param>
    Verdict Judge(Network network, string stage);
}
