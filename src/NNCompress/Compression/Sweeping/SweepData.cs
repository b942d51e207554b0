using NNCompress.Compression.Shrinking;
using NNCompress.Data;
using NNCompress.Models;
using NNCompress.Reports;

namespace NNCompress.Compression.Sweeping;

/// <summary>Which samples do what in a sweep, so that rows are chosen on samples that neither judge them nor were fitted to.</summary>
/// <param name="Roles">Who judges, and what searches and training within rows see.</param>
/// <param name="Statistics">Calibration samples that activations are looked at on; null where a program judges and there is no other data.</param>
/// <param name="Tried">Calibration samples that rows are chosen on; null likewise.</param>
/// <param name="Uses">For the report.</param>
internal sealed record SweepData(DataRoles Roles, Dataset? Statistics, Dataset? Tried, IReadOnlyList<DataUse> Uses)
{
    /// <param name="run">The run.</param>
    /// <param name="grid">Its rows.</param>
    /// <param name="network">The model.</param>
    /// <exception cref="NncException">As <see cref="DataRoles.Read"/> and <see cref="TrainingParts.Of"/>.</exception>
    public static SweepData Read(RunContext run, SweepGrid grid, Network network)
    {
        CompressionRequest request = run.Request;
        IReadOnlyList<CompressionRequest> rows = [.. grid.Rows.Select(r => r.Over(request))];
        string? trains = rows.Select(GateStage.Trains).FirstOrDefault(t => t is not null);
        // Any row that looks at labels decides which labels are read.
        DataRoles roles = DataRoles.Read(rows.FirstOrDefault(r => r.Method == Pruning.PruningMethod.Taylor) ?? rows[0], wantsCalibration: true, trains, network.Inputs.FirstOrDefault()?.Shape);
        if (run.Evaluator is null && roles.Judge is null)
            throw new NncException("NNC1022", request.ModelPath, "sweep compares its rows on labelled data: give --data, or a program that judges to --evaluator.");
        bool compresses = grid.Rows[0].Verb == "compress";
        if (trains is not null)
        {
            // What trained rows learnt by heart would not tell what they lose elsewhere.
            TrainingParts parts = TrainingParts.Of(request, roles, network);
            return new SweepData(compresses ? roles : roles.WithTraining(parts.Learnt), Sampled(parts.Learnt), Trials(parts.HeldOut), parts.Uses);
        }
        if ((run.Evaluator is null ? roles.Calibration : run.Calibrating(network, roles.Calibration)) is not { } calibration)
            return new SweepData(roles, null, null, roles.Uses);
        if (compresses)
            return Told(calibration, SearchRun.TrialData(run, network, calibration));
        if (grid.Rows[0].Verb == "encode" || calibration.Count < SearchSettings.FewestToPart)
            return Told(calibration, Trials(calibration));
        (Dataset statistics, Dataset rest) = calibration.Split(Math.Min(PruneOperation.StatisticsSamples, calibration.Count / 2), request.Seed);
        return Told(statistics, Trials(rest));

        Dataset Sampled(Dataset data) => data.Sample(PruneOperation.StatisticsSamples, request.Seed);

        Dataset Trials(Dataset data) => data.Sample(SearchSettings.TrialSamples(network), request.Seed);

        SweepData Told(Dataset fitted, Dataset tried) => new(roles, fitted, tried, [.. roles.Uses, new DataUse("choice", tried.Source, tried.Count, tried.Scaling, "of the calibration data; rows are chosen on them")]);
    }
}
