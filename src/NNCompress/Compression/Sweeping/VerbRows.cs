using NNCompress.Compression.Metrics;
using NNCompress.Models;
using NNCompress.Reports;

namespace NNCompress.Compression.Sweeping;

/// <summary>Rows that the verb itself makes, whose outputs are looked at and thrown away.</summary>
/// <param name="judge">Judges.</param>
internal sealed class VerbRows(SweepJudge judge)
{
    public SweepRow Make(RowContext context)
    {
        CompressionResult result = context.Setting.Verb switch
        {
            "compress" => new CompressOperation(context.Run).Run(),
            "encode" => new EncodeOperation(context.Run).Run(),
            _ => new PruneOperation(context.Run).Run(),
        };
        CompressionReport report = result.Report;
        SweepRow row = context.Row with
        {
            Accuracy = report.Compressed?.Accuracy,
            Drop = report.Drop,
            DropInterval = report.DropInterval,
            Parameters = report.Parameters?.After,
            Macs = report.Macs?.After,
            Bytes = report.ArtifactBytes,
        };
        if (result.Failure is { } failure)
        {
            // The gate has closed: there are figures and no file.
            context.Reporter.Warning(failure.Code, failure.Path, failure.Message);
            return row;
        }
        Network network = ModelSource.Read(context.Run.Request.OutputPath!).Network;
        if (LotteryStage.Wanted(context.Run.Request))
        {
            // It has compared with the dense network that it trained, other rows with the model.
            Verdict verdict = judge.Judge.Judge(network, "judge");
            row = row with { Accuracy = verdict.Now, Drop = verdict.Drop, DropInterval = verdict.Interval };
        }
        return row with { Expected = judge.Expected(network, row.Drop!.Value) };
    }
}
