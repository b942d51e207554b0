using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>Makes channels removable that the file's form would hold: biases that layers share, and the input's features where the request removes some.</summary>
internal static class InputStage
{
    /// <returns>The network with vectors of its own for each layer, and a Gather before its first dense layer where inputs are pruned; or as it is.</returns>
    public static Network Prepare(RunContext run, Network network, PruningPlan? replay = null)
    {
        // A lottery rewinds to weights of the same names.
        if (!LotteryStage.Wanted(run.Request))
            network = SharedVectors.Separate(network);
        if (!run.Request.PruneInputs && (replay is null || !InputSelection.IsIn(replay)))
            return network;
        Network prepared = InputSelection.AddTo(network);
        if (!Dependencies.Of(prepared, pruneInputs: true).Groups.Any(g => g.PicksInputs))
            run.Warn("NNC2107", "no dense layer reads the network's input, so --prune-inputs has no effect: the channels of a picture that a convolution reads always stay.");
        return prepared;
    }
}
