using System.Diagnostics;
using NNCompress;
using NNCompress.Compression;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;

namespace Zoo;

/// <summary>Takes one network through loading, running, pruning and the proof that nothing but channels left.</summary>
internal sealed class ZooCheck(string root, string folder, string name, int[] shape)
{
    /// <summary>Largest deviation that counts as equal.</summary>
    public const double Tolerance = 1e-3;

    /// <summary>Share of the parameters that is to leave.</summary>
    public const double Ratio = 0.3;

    /// <summary>Made-up inputs that prune looks at.</summary>
    public const int Calibration = 64;

    /// <summary>As <see cref="Calibration"/>, where an input is a picture of more than a hundred pixels a side.</summary>
    public const int FewCalibration = 16;

    private const int Checked = 3;

    private readonly Samples samples = new(shape);

    private readonly ManagedEngine engine = new();

    public ZooRow Run()
    {
        string model = At(".onnx"), pruned = At(".pruned.onnx");
        samples.WriteNpy(At(".npy"), samples.Draw(shape.Length == 3 && shape[1] > 100 ? FewCalibration : Calibration, 1));
        Stopwatch clock = Stopwatch.StartNew();
        CompressionResult result = new Operations(new Silent()).Prune(
            new CompressionRequest { ModelPath = model, CalibrationDataPath = At(".npy"), Ratio = Ratio, OutputPath = pruned, PlanPath = At(".plan.json") }, CancellationToken.None);
        if (result.Failure is not null)
            throw result.Failure;
        ZooRow row = new() { Name = name, Input = string.Join('×', shape), Seconds = clock.Elapsed.TotalSeconds, PeakBytes = Process.GetCurrentProcess().PeakWorkingSet64, FileBytes = new FileInfo(model).Length };
        Network original = OnnxFile.Load(model);
        Dependencies dependencies = Dependencies.Of(original);
        IReadOnlySet<int> removed = PlanFile.Load(At(".plan.json")).Resolve(dependencies, model);
        // The same channels as in the pruned file, but nothing made up for.
        Network zeroed = Zeroed(dependencies, removed), cut = Surgery.Remove(dependencies, removed), mended = OnnxFile.Load(pruned);
        OnnxFile.Save(zeroed, At(".zeroed.onnx"));
        OnnxFile.Save(cut, At(".cut.onnx"));
        float[] inputs = samples.Draw(Checked, 2);
        AtomicFile.Write(At(".in"), samples.Raw(inputs));
        float[][] runtime = Programs.OnnxRuntime(root, samples.Kind, shape.Prepend(Checked), At(".in"), model, pruned, At(".zeroed.onnx"), At(".cut.onnx"));
        Dataset data = new("made up", shape, inputs, null, new Scaling(1, [], []));
        float[] zeroedOutputs = Outputs(zeroed, data);
        ChannelGroup[] inner = [.. dependencies.Groups.Where(g => g.Producers.Count > 0 && g.Consumers.Count > 0)];
        row = row with
        {
            Operators = original.Nodes.Count(n => n.OpType != "Constant"),
            OperatorTypes = original.Nodes.Select(n => n.OpType).Where(t => t != "Constant").Distinct().Count(),
            Parameters = original.ParameterCount,
            Macs = NetworkCost.Macs(original),
            Original = Deviation(runtime[0], Outputs(original, data)),
            Pruned = Deviation(runtime[1], Outputs(mended, data)),
            ZeroedInRuntime = Deviation(runtime[2], runtime[3]),
            ZeroedInEngine = Deviation(zeroedOutputs, Outputs(cut, data)),
            Moved = Deviation(runtime[0], runtime[2]),
            Removed = 1 - ((double)mended.ParameterCount / original.ParameterCount),
            Free = inner.Where(g => g.Locked is null).Sum(g => g.Units.Length),
            Channels = inner.Sum(g => g.Units.Length),
            Held = dependencies.Warnings,
        };
        foreach (string file in new[] { ".pruned", ".zeroed", ".cut" })
            File.Delete(At($"{file}.onnx"));
        return row with { Failure = Verdict(row) };
    }

    private static string? Verdict(ZooRow row)
    {
        List<string> failures = [];
        Check(row.Original, "the managed engine deviates from ONNX Runtime");
        Check(row.Pruned, "so it does on the pruned network");
        Check(row.ZeroedInRuntime, "in ONNX Runtime the pruned network is not the zeroed one");
        Check(row.ZeroedInEngine, "in the managed engine the pruned network is not the zeroed one");
        if (row.Moved < 10 * Tolerance)
            failures.Add($"zeroing the channels moves the outputs by {row.Moved:g2} only, which proves nothing");
        if (row.Removed < Ratio && row.Held.Count == 0)
            failures.Add($"{row.Removed:p1} of the parameters left, and nothing says what holds the others");
        return failures.Count == 0 ? null : string.Join("; ", failures);

        void Check(double deviation, string what)
        {
            // Not a number fails too.
            if (!(deviation <= Tolerance))
                failures.Add($"{what} by {deviation:g2}");
        }
    }

    /// <summary>No layer listens to the channels any more: their columns are zero.</summary>
    private static Network Zeroed(Dependencies dependencies, IReadOnlySet<int> removed)
    {
        Network zeroed = dependencies.Network.Clone();
        foreach (Layer layer in dependencies.Layers.Where(l => l.InAxis >= 0))
        {
            Tensor weight = zeroed.Constant(layer.Weight)!;
            int inner = weight.Shape[(layer.InAxis + 1)..].Aggregate(1, (a, b) => a * b), channels = layer.InUnits.Length;
            float[] values = [.. weight.Floats];
            for (int i = 0; i < values.Length; i++)
                values[i] = removed.Contains(layer.InUnits[i / inner % channels]) ? 0 : values[i];
            zeroed.Replace(new Tensor(weight.Name, weight.Shape, values, weight.Type));
        }
        return zeroed;
    }

    private float[] Outputs(Network network, Dataset data)
    {
        string output = network.Outputs[0].Name;
        List<float> values = [];
        engine.Observe(network, data, [output], (_, content, _) => values.AddRange(content));
        return [.. values];
    }

    private static double Deviation(float[] wanted, float[] found)
    {
        if (wanted.Length != found.Length)
            return double.PositiveInfinity;
        double worst = 0, largest = 0;
        for (int i = 0; i < wanted.Length; i++)
        {
            double difference = Math.Abs((double)wanted[i] - found[i]);
            worst = Math.Max(worst, double.IsNaN(difference) ? double.PositiveInfinity : difference);
            largest = Math.Max(largest, Math.Abs(wanted[i]));
        }
        return worst / largest;
    }

    private string At(string extension) => Path.Combine(folder, name + extension);
}
