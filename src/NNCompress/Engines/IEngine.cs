using NNCompress.Data;
using NNCompress.Models;

namespace NNCompress.Engines;

/// <summary>Runs networks. What it computes does not depend on the number of threads.</summary>
public interface IEngine
{
    string Name { get; }

    /// <summary>Feeds all samples and returns the network's first output.</summary>
    /// <param name="network">A network with one input that is not a constant.</param>
    /// <param name="data">Samples whose length fits that input; they are given the input's shape.</param>
    /// <param name="progress">Told the share of samples done, 0 to 1.</param>
    /// <param name="cancellation">Ends the run with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="NncException">NNC2020 unsupported operator or attribute, NNC2021 shapes that do not fit, NNC2022 data that does not fit the input.</exception>
    Predictions Evaluate(Network network, Dataset data, IProgress<double>? progress = null, CancellationToken cancellation = default);

    /// <summary>Feeds all samples and shows <paramref name="observer"/> the named values (inputs, activations), batch after batch in the data's order.</summary>
    /// <exception cref="NncException">As for <see cref="Evaluate"/>.</exception>
    void Observe(
        Network network, Dataset data, IReadOnlyCollection<string> values, ActivationObserver observer,
        IProgress<double>? progress = null, CancellationToken cancellation = default);
}
