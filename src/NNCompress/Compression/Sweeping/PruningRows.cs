using System.Collections.Concurrent;
using NNCompress.Compression.Metrics;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace NNCompress.Compression.Sweeping;

/// <summary>Rows of prune without training: all from the same statistics.</summary>
/// <param name="pruner">Has the statistics, once they are asked for.</param>
/// <param name="dependencies">Of the model.</param>
/// <param name="judge">Judges.</param>
/// <param name="calibrated">Whether there is data to look at activations on.</param>
internal sealed class PruningRows(Pruner pruner, Dependencies dependencies, SweepJudge judge, bool calibrated)
{
    private readonly ConcurrentDictionary<PruningMethod, PruningSource> paths = [];

    public SweepRow Make(RowContext context)
    {
        CompressionRequest request = context.Run.Request;
        // Reconstruction goes on from one ratio to the next.
        PruningSource source = context.Setting.Method == PruningMethod.Reconstruct ? paths.GetOrAdd(PruningMethod.Reconstruct, _ => Source(context)) : Source(context);
        Network network = InputSelection.Tidy(source.At(request.Ratio ?? 0).Network);
        context.Run.WarnIfShort(dependencies.Network, network);
        Verdict verdict = judge.Judge.Judge(network, "judge");
        return context.Row with
        {
            Accuracy = verdict.Now,
            Drop = verdict.Drop,
            DropInterval = verdict.Interval,
            Expected = judge.Expected(network, verdict.Drop),
            Parameters = network.ParameterCount,
            Macs = Costs.Macs(dependencies.Network, network)?.After,
            Bytes = network.StoredBytes,
        };
    }

    private PruningSource Source(RowContext context) => new(pruner, dependencies, context.Run.Request, null, calibrated, context.Run.Cancellation);
}
