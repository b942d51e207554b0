using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>Makes the input's features removable where the request, or the plan that it repeats, removes some.</summary>
internal static class InputStage
{
    /// <returns>The network with a Gather before its first dense layer, or as it is.</returns>
    public static Network Prepare(RunContext run, Network network, PruningPlan? replay = null)
    {
        if (!run.Request.PruneInputs && (replay is null || !InputSelection.IsIn(replay)))
            return network;
        Network prepared = InputSelection.AddTo(network);
        if (!Dependencies.Of(prepared, pruneInputs: true).Groups.Any(g => g.PicksInputs))
            run.Warn("NNC2107", "no dense layer reads the network's input, so --prune-inputs has no effect: the channels of a picture that a convolution reads always stay.");
        return prepared;
    }
}
