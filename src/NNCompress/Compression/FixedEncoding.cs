using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>Encoding at a fixed step or JPEG quality: each tensor by itself and part by part, so that a model takes little more memory than its sections.</summary>
internal sealed class FixedEncoding
{
    /// <summary>Of a tensor's deviation: about five bits a weight, far from where accuracy starts to fall.</summary>
    private const double DefaultStep = 0.125;

    private readonly RunContext run;
    private readonly Network network;
    private readonly HashSet<string> matrices;
    private readonly Dictionary<string, Func<EncodedTensor>> pictures;
    private readonly Lock gate = new();
    private long all;
    private long done;
    private double told;

    public FixedEncoding(RunContext run, Dependencies dependencies)
    {
        (this.run, network) = (run, dependencies.Network);
        matrices = network.HasGraph ? [.. dependencies.Layers.Select(l => l.Weight)] : [.. network.WeightNames.Where(n => network.ShapeOf(n).Length > 1)];
        pictures = run.Request.JpegQuality is not { } quality ? []
            : network.HasGraph ? JpegLayers.Of(dependencies).ToDictionary(l => l.Weight, l => Picture(() => JpegTensors.Smaller(network, l, quality, run.Request.Matrix, run.JpegCodec)))
            : JpegLayers.Of(network).ToDictionary(w => w, w => Picture(() => JpegTensors.Smaller(network.Constant(w)!, quality, run.Request.Matrix, run.JpegCodec)));
        if (run.Request.JpegQuality is not null && pictures.Count == 0)
            run.Warn("NNC2094", $"no {(network.HasGraph ? "hidden layer" : "matrix")} has neurons of 64 weights or more, so nothing is stored as JPEG.");

        static Func<EncodedTensor> Picture(Func<EncodedTensor> encode) => encode;
    }

    /// <summary>Encodes all weights, the greatest first.</summary>
    public IReadOnlyList<CodedSection> Encode(SectionEncoder encoder)
    {
        StoredWeights[] weights = [.. ArtifactWriter.Coded(run, network).Select(network.Stored).OrderByDescending(w => w.Length).ThenBy(w => w.Name, StringComparer.Ordinal)];
        all = weights.Sum(w => (long)w.Length);
        CodedSection[] sections = new CodedSection[weights.Length];
        ParallelOptions options = new() { MaxDegreeOfParallelism = run.Threads, CancellationToken = run.Cancellation };
        try
        {
            Parallel.ForEach(
                Partitioner.Create(Enumerable.Range(0, weights.Length), EnumerablePartitionerOptions.NoBuffering), options, i => sections[i] = Encode(weights[i], encoder));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions.FirstOrDefault(inner => inner is not OperationCanceledException) ?? e.InnerExceptions[0]);
        }
        run.Reporter.Progress("encode", 1);
        return sections;
    }

    private CodedSection Encode(StoredWeights weights, SectionEncoder encoder)
    {
        if (!pictures.TryGetValue(weights.Name, out Func<EncodedTensor>? picture))
            return encoder.Encode(weights, matrices.Contains(weights.Name) ? Quantised(weights) : DefaultCoding.Of(weights), Advance);
        CodedSection section = encoder.Keep(picture(), weights.Type);
        Advance(weights.Length);
        return section;
    }

    private TensorCoding Quantised(StoredWeights weights)
    {
        double deviation = WeightStatistics.Of(weights).Deviation;
        return deviation > 1e-30 && double.IsFinite(deviation) ? new TensorCoding(CoderKind.Quantised, (run.Request.Step ?? DefaultStep) * deviation) : new TensorCoding(CoderKind.Raw);
    }

    private void Advance(int weights)
    {
        run.Cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            done += weights;
            double fraction = (double)done / all;
            if (fraction < told + 0.001)
                return;
            told = fraction;
            run.Reporter.Progress("encode", fraction);
        }
    }
}
