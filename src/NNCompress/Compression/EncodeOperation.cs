using NNCompress.Coding;
using NNCompress.Compression.Metrics;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>ONNX to .nnz without pruning: at a fixed step or JPEG quality, or at the coarsest steps that hold a budget.</summary>
internal sealed class EncodeOperation(RunContext run)
{
    /// <summary>Of a tensor's deviation: about five bits a weight, far from where accuracy starts to fall.</summary>
    private const double DefaultStep = 0.125;

    public CompressionResult Run()
    {
        CompressionRequest request = run.Request;
        ModelSource source = ModelSource.ReadOnnx(request.ModelPath, "encode");
        ArtifactWriter.Check(request, withOnnx: false);
        bool searches = (request.AccuracyBudget is not null || request.TargetSize is not null) && request is { JpegQuality: null, Step: null };
        DataRoles roles = DataRoles.Read(request, wantsCalibration: searches || OnnxOutput.NeedsData(request));
        OnnxOutput.Check(request, roles.Calibration);
        if (request.TargetSize is not null && roles.Judge is null)
            throw new NncException("NNC1022", request.ModelPath, "a target size is searched for on data and reported with the accuracy that it leaves: give --data.");
        if (request.AccuracyBudget is not null && roles.Judge is null)
            throw new NncException("NNC1022", request.ModelPath, "an accuracy budget needs labelled data to judge with: give --data.");
        Dependencies dependencies = run.Analyse(source.Network);
        if (searches)
            run.OpenTrials("encode", roles, source.Network);
        DataJudge? judge = roles.Judge is { } data ? new DataJudge(run, data, source.Network) : null;
        IReadOnlyList<EncodedTensor> tensors = searches ? Searched(dependencies, roles, judge!) : Fixed(dependencies);
        return ArtifactWriter.Finish(run, "encode", source, source.Network, tensors, roles, judge, request.AccuracyBudget, withOnnx: false, report => report);
    }

    private IReadOnlyList<EncodedTensor> Searched(Dependencies dependencies, DataRoles roles, DataJudge judge)
    {
        PrunedNetwork whole = new(dependencies.Network, new PruningPlan { Method = PruningMethod.Reconstruct, Groups = [] });
        SearchStart start = new(dependencies.Network, dependencies, _ => whole, [0], "encode");
        SearchRun search = new(run, start, roles.Calibration!, judge, run.Request.AccuracyBudget, run.Request.TargetSize);
        search.Rough(start.At, start.Ratios);
        return search.Refined().Tensors;
    }

    private List<EncodedTensor> Fixed(Dependencies dependencies)
    {
        CompressionRequest request = run.Request;
        Network network = dependencies.Network;
        Dictionary<string, Layer> pictures = request.JpegQuality is null ? [] : JpegLayers.Of(dependencies).ToDictionary(l => l.Weight);
        if (request.JpegQuality is not null && pictures.Count == 0)
            run.Warn("NNC2094", "no hidden layer has neurons of 64 weights or more, so nothing is stored as JPEG.");
        Layer[] layers = [.. dependencies.Layers.DistinctBy(l => l.Weight)];
        List<EncodedTensor> tensors = [.. SmallTensors.Encode(network, layers)];
        for (int i = 0; i < layers.Length; i++)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            run.Reporter.Progress("encode", (double)i / layers.Length);
            Tensor weight = network.Constant(layers[i].Weight)!;
            tensors.Add(pictures.ContainsKey(weight.Name)
                ? JpegTensors.Smaller(network, layers[i], request.JpegQuality!.Value, request.Matrix)
                : Quantised(weight, request.Step ?? DefaultStep));
        }
        run.Reporter.Progress("encode", 1);
        return tensors;
    }

    private static EncodedTensor Quantised(Tensor tensor, double share)
    {
        double mean = tensor.Floats.Average(v => (double)v);
        double deviation = Math.Sqrt(tensor.Floats.Average(v => (v - mean) * (v - mean)));
        return deviation > 1e-30 && double.IsFinite(deviation)
            ? TensorCoder.Encode(tensor, new TensorCoding(CoderKind.Quantised, share * deviation))
            : TensorCoder.Encode(tensor, new TensorCoding(CoderKind.Raw));
    }
}
