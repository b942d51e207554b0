using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NNCompress.Engines.Managed.Interleaved;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>
/// Normalisation of interleaved images by the batch's own statistics, and running ones for later: r ← momentum·r + (1 − momentum)·batch, with
/// the population's variance (ONNX operator specification, BatchNormalization). Backward: with x̂ = (x − μ)/σ over n elements a channel,
/// dβ = Σ dy, dγ = Σ dy·x̂, dx = γ/σ·(dy − dβ/n − x̂·dγ/n) (Ioffe and Szegedy, "Batch normalization", 2015).
/// </summary>
internal sealed unsafe class BatchNormalizationStep : TrainingStep
{
    private const int Samples = Interleaving.Samples;

    private readonly int samples;
    private readonly int blocks;
    private readonly int channels;
    private readonly int plane;
    private readonly double epsilon;
    private readonly double momentum;
    private readonly TrainingValue runningMean;
    private readonly TrainingValue runningVariance;
    private readonly double[] means;
    private readonly double[] deviations;

    public BatchNormalizationStep(StepContext c)
        : base(c.Inputs[..3], c.Output)
    {
        int[] shape = c.Output.Shape;
        (samples, channels, plane) = (shape[0], shape[1], shape.Skip(2).Aggregate(1, (p, d) => p * d));
        blocks = Interleaving.Blocks(samples);
        epsilon = c.Node.Float("epsilon", 1e-5f);
        momentum = c.Node.Float("momentum", 0.9f);
        (runningMean, runningVariance) = (c.Input(3), c.Input(4));
        (means, deviations) = (new double[channels], new double[channels]);
    }

    private double Count => (double)samples * plane;

    public override void Forward(WorkTeam team, long pass) => team.For(channels, channel =>
    {
        double mean = Moment(Input(0).Data, Input(0).Data, channel, 0, null) / Count;
        double squares = Moment(Input(0).Data, Input(0).Data, channel, (float)mean, (float)mean);
        // The mean was rounded to a float above: what that adds to the squares is taken off again.
        double variance = Math.Max(0, (squares / Count) - ((mean - (float)mean) * (mean - (float)mean)));
        double deviation = Math.Sqrt(variance + epsilon);
        (means[channel], deviations[channel]) = (mean, deviation);
        Blend(ref runningMean.Data[channel], mean);
        Blend(ref runningVariance.Data[channel], variance);
        float factor = (float)(Input(1).Data[channel] / deviation), offset = Input(2).Data[channel];
        for (int i = 0; i < blocks; i++)
            Scale(Plane(Input(0).Data, i, channel), Plane(Output.Data, i, channel), (float)mean, factor, offset);
    });

    public override void Backward(WorkTeam team) => team.For(channels, channel =>
    {
        double sum = Moment(Output.Gradient, Output.Gradient, channel, 0, null);
        double product = Moment(Input(0).Data, Output.Gradient, channel, (float)means[channel], 0) / deviations[channel];
        if (Wants(1))
            Input(1).Gradient[channel] = (Adds(1) ? Input(1).Gradient[channel] : 0) + (float)product;
        if (Wants(2))
            Input(2).Gradient[channel] = (Adds(2) ? Input(2).Gradient[channel] : 0) + (float)sum;
        if (!Wants(0))
            return;
        float factor = (float)(Input(1).Data[channel] / deviations[channel]), constant = (float)(sum / Count), slope = (float)(product / Count / deviations[channel]);
        for (int i = 0; i < blocks; i++)
            Differentiate(Plane(Input(0).Data, i, channel), Plane(Output.Gradient, i, channel), Plane(Input(0).Gradient, i, channel), i, (float)means[channel], factor, constant, slope);
    });

    private void Scale(float* x, float* y, float mean, float factor, float offset)
    {
        Vector256<float> m = Vector256.Create(mean), f = Vector256.Create(factor), o = Vector256.Create(offset);
        for (int i = 0; i < plane * Samples; i += 8)
            Vector256.Store(((Vector256.Load(x + i) - m) * f) + o, y + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Differentiate(float* x, float* dy, float* dx, int block, float mean, float factor, float constant, float slope)
    {
        Vector256<float> m = Vector256.Create(mean), f = Vector256.Create(factor), c = Vector256.Create(constant), s = Vector256.Create(slope);
        bool add = Adds(0);
        for (int i = 0; i < plane * Samples; i += 8)
        {
            Vector256<float> value = f * (Vector256.Load(dy + i) - c - ((Vector256.Load(x + i) - m) * s));
            Vector256.Store(add ? Vector256.Load(dx + i) + value : value, dx + i);
        }
        int held = Interleaving.Held(samples, block);
        for (int i = 0; i < plane && held < Samples; i++)
            new Span<float>(dx + ((nint)i * Samples) + held, Samples - held).Clear();
    }

    /// <summary>Σ (a − shiftA)·(b − shiftB) over a channel, without the last block's filling; Σ (a − shiftA) where there is no shiftB.</summary>
    private double Moment(float* a, float* b, int channel, float shiftA, float? shiftB)
    {
        double sum = 0;
        for (int i = 0; i < blocks; i++)
        {
            float* from = Plane(a, i, channel), with = Plane(b, i, channel);
            int held = Interleaving.Held(samples, i);
            if (held == Samples)
            {
                sum += shiftB is { } shift ? Products(from, with, shiftA, shift, plane * Samples) : Sums(from, plane * Samples) - ((double)shiftA * plane * Samples);
                continue;
            }
            for (int j = 0; j < plane * Samples; j++)
            {
                if (j % Samples < held)
                    sum += ((double)from[j] - shiftA) * (shiftB is { } shift ? (double)with[j] - shift : 1);
            }
        }
        return sum;
    }

    /// <summary>In pieces, so that no single-precision sum grows long.</summary>
    private static double Sums(float* values, int length)
    {
        double sum = 0;
        for (int i = 0; i < length; i += 1024)
            sum += Interleaving.Sum(values + i, Math.Min(1024, length - i));
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Products(float* a, float* b, float shiftA, float shiftB, int length)
    {
        Vector256<float> sa = Vector256.Create(shiftA), sb = Vector256.Create(shiftB);
        double sum = 0;
        for (int i = 0; i < length;)
        {
            Vector256<float> even = default, odd = default;
            for (int end = Math.Min(i + 1024, length); i < end; i += 16)
            {
                even += (Vector256.Load(a + i) - sa) * (Vector256.Load(b + i) - sb);
                odd += (Vector256.Load(a + i + 8) - sa) * (Vector256.Load(b + i + 8) - sb);
            }
            even += odd;
            Vector128<float> low = even.GetLower() + even.GetUpper();
            sum += (low[0] + low[1]) + (low[2] + low[3]);
        }
        return sum;
    }

    private void Blend(ref float running, double batch) => running = (float)((momentum * running) + ((1 - momentum) * batch));

    private float* Plane(float* values, int block, int channel) => values + ((((nint)block * channels) + channel) * plane * Samples);
}
