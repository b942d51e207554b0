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
    private readonly Dictionary<string, Layer> layers;
    private readonly HashSet<string> pictures;
    private readonly Lock gate = new();
    private long all;
    private long done;
    private double told;

    public FixedEncoding(RunContext run, Dependencies dependencies)
    {
        (this.run, network) = (run, dependencies.Network);
        layers = dependencies.Layers.DistinctBy(l => l.Weight).ToDictionary(l => l.Weight);
        pictures = run.Request.JpegQuality is null ? [] : [.. JpegLayers.Of(dependencies).Select(l => l.Weight)];
        if (run.Request.JpegQuality is not null && pictures.Count == 0)
            run.Warn("NNC2094", "no hidden layer has neurons of 64 weights or more, so nothing is stored as JPEG.");
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
        if (!pictures.Contains(weights.Name))
            return encoder.Encode(weights, layers.ContainsKey(weights.Name) ? Quantised(weights) : DefaultCoding.Of(weights), Advance);
        CodedSection section = encoder.Keep(JpegTensors.Smaller(network, layers[weights.Name], run.Request.JpegQuality!.Value, run.Request.Matrix, run.JpegCodec), weights.Type);
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
