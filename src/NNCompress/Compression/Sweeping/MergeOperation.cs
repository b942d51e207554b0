using NNCompress.Reports;

namespace NNCompress.Compression.Sweeping;

/// <summary>Joins the parts of a sweep.</summary>
internal sealed class MergeOperation(RunContext run)
{
    public CompressionResult Run()
    {
        CompressionRequest request = run.Request;
        (string Path, SweepReport Report)[] parts = [.. request.Sweep.Parts.Select(p => (p, SweepMerge.Read(p)))];
        SweepOutputs outputs = SweepOutputs.Of(request, parts[0].Report.Model);
        if (request.Sweep.Parts.FirstOrDefault(p => outputs.Rows is not null && Path.GetFullPath(p) == Path.GetFullPath(outputs.Rows)) is { } part)
            throw new NncException("NNC1024", part, "the joined rows would replace one of their parts: name another file.");
        return SweepOperation.Finish(run, SweepMerge.Join(parts, request.AccuracyBudget), outputs);
    }
}
