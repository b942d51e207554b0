using System.Numerics.Tensors;
using NNCompress.Engines.Managed.Interleaved;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Normalisation by running statistics: a factor and an offset a channel.</summary>
internal sealed unsafe class BatchNormalization : Kernel
{
    private readonly float[] factors;
    private readonly float[] offsets;
    private readonly int samples;
    private readonly int plane;

    private BatchNormalization(int samples, int plane, float[] factors, float[] offsets)
        : base(0)
    {
        this.samples = samples;
        this.plane = plane;
        this.factors = factors;
        this.offsets = offsets;
    }

    public override bool InPlace => true;

    /// <param name="c">The node.</param>
    /// <param name="interleaved">Whether input and output have their samples innermost.</param>
    public static Kernel Compile(OperatorContext c, bool interleaved)
    {
        int[] shape = c.Shape(0);
        double epsilon = c.Node.Float("epsilon", 1e-5f);
        float[] scale = Parameter(1), bias = Parameter(2), mean = Parameter(3), variance = Parameter(4);
        float[] factors = new float[shape[1]], offsets = new float[shape[1]];
        for (int i = 0; i < factors.Length; i++)
        {
            double factor = scale[i] / Math.Sqrt(variance[i] + epsilon);
            factors[i] = (float)factor;
            offsets[i] = (float)(bias[i] - (mean[i] * factor));
        }
        int plane = shape.Skip(2).Aggregate(1, (p, d) => p * d);
        return interleaved
            ? new BatchNormalization(Interleaving.Blocks(shape[0]), plane * Interleaving.Samples, factors, offsets)
            : new BatchNormalization(shape[0], plane, factors, offsets);

        float[] Parameter(int index) => c.Weights(index) ?? throw c.Unsupported($"computes its input {index + 1} while it runs; only constants are supported");
    }

    public override void Run(in KernelFrame frame)
    {
        int channels = factors.Length;
        for (int i = 0; i < samples; i++)
        {
            nint start = (nint)i * channels * plane;
            if (plane == 1)
            {
                TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(frame.Input(0) + start, channels), factors, offsets, new Span<float>(frame.Output + start, channels));
                continue;
            }
            for (int channel = 0; channel < channels; channel++, start += plane)
            {
                Span<float> y = new(frame.Output + start, plane);
                TensorPrimitives.Multiply(new ReadOnlySpan<float>(frame.Input(0) + start, plane), factors[channel], y);
                TensorPrimitives.Add(y, offsets[channel], y);
            }
        }
    }
}
