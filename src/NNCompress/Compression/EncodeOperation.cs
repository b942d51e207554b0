using NNCompress.Coding;
using NNCompress.Compression.Metrics;
using NNCompress.Compression.Outside;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>ONNX, or weights without a graph, to .nnz without pruning: at a fixed step or JPEG quality, or at the coarsest steps that hold a budget.</summary>
internal sealed class EncodeOperation(RunContext run)
{
    public CompressionResult Run()
    {
        CompressionRequest request = run.Request;
        ModelSource source = ModelSource.ReadToEncode(request);
        ArtifactWriter.Check(request, withOnnx: false);
        bool searches = (request.AccuracyBudget is not null || request.TargetSize is not null) && request is { JpegQuality: null, Step: null };
        DataRoles roles = run.Roles(source.Network, wantsCalibration: searches || OnnxOutput.NeedsData(request));
        OnnxOutput.Check(request, roles.Calibration);
        if (request.TargetSize is not null && !run.HasJudge(roles))
            throw new NncException("NNC1022", request.ModelPath, "a target size is searched for on data and reported with the accuracy that it leaves: give --data or --evaluator.");
        if (request.AccuracyBudget is not null && !run.HasJudge(roles))
            throw new NncException("NNC1022", request.ModelPath, "an accuracy budget needs something to judge with: give labelled data to --data, or a program to --evaluator.");
        Dependencies dependencies = run.Analyse(source.Network);
        if (searches)
            run.OpenTrials("encode", roles, source.Network);
        IJudge? judge = run.JudgeOf(roles, source.Network);
        run.Details?.Settled(dependencies, new HashSet<int>(), roles.Calibration);
        return searches
            ? ArtifactWriter.Finish(run, "encode", source, source.Network, Searched(dependencies, roles, judge!), roles, judge, request.AccuracyBudget, withOnnx: false, report => report)
            : ArtifactWriter.Finish(run, "encode", source, source.Network, new FixedEncoding(run, dependencies).Encode, roles, judge, request.AccuracyBudget, withOnnx: false, report => report);
    }

    private IReadOnlyList<EncodedTensor> Searched(Dependencies dependencies, DataRoles roles, IJudge judge)
    {
        PrunedNetwork whole = new(dependencies.Network, new PruningPlan { Method = PruningMethod.Reconstruct, Groups = [] });
        SearchStart start = new(dependencies.Network, dependencies, _ => whole, [0], "encode");
        if (judge is not DataJudge data)
            return new OutsideSearch(run, start, run.Calibrating(dependencies.Network, roles.Calibration), run.Request.AccuracyBudget).Run(run.Request.TargetSize).Tensors;
        SearchRun search = new(run, start, roles.Calibration!, data, run.Request.AccuracyBudget, run.Request.TargetSize);
        search.Rough(start.At, start.Ratios);
        return search.Refined().Tensors;
    }
}
