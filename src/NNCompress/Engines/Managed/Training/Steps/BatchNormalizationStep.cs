using System.Numerics;
using System.Numerics.Tensors;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>
/// Normalisation by the batch's own statistics, and running ones for later: r ← momentum·r + (1 − momentum)·batch, with the population's
/// variance (ONNX operator specification, BatchNormalization). Backward: with x̂ = (x − μ)/σ over n elements a channel, dβ = Σ dy,
/// dγ = Σ dy·x̂, dx = γ/σ·(dy − dβ/n − x̂·dγ/n) (Ioffe and Szegedy, "Batch normalization", 2015).
/// </summary>
internal sealed unsafe class BatchNormalizationStep : TrainingStep
{
    private readonly int samples;
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
        epsilon = c.Node.Float("epsilon", 1e-5f);
        momentum = c.Node.Float("momentum", 0.9f);
        (runningMean, runningVariance) = (c.Input(3), c.Input(4));
        (means, deviations) = (new double[channels], new double[channels]);
    }

    private double Count => (double)samples * plane;

    public override void Forward(WorkTeam team, long pass) => team.For(channels, channel =>
    {
        double sum = 0, squares = 0;
        for (int i = 0; i < samples; i++)
            sum += Sum(Plane(Input(0).Data, i, channel), plane);
        double mean = sum / Count;
        for (int i = 0; i < samples; i++)
            squares += Moment(Plane(Input(0).Data, i, channel), Plane(Input(0).Data, i, channel), (float)mean, (float)mean, plane);
        // The mean was rounded to a float above: what that adds to the squares is taken off again.
        double variance = Math.Max(0, (squares / Count) - ((mean - (float)mean) * (mean - (float)mean)));
        double deviation = Math.Sqrt(variance + epsilon);
        (means[channel], deviations[channel]) = (mean, deviation);
        Blend(ref runningMean.Data[channel], mean);
        Blend(ref runningVariance.Data[channel], variance);
        float factor = (float)(Input(1).Data[channel] / deviation), offset = Input(2).Data[channel];
        for (int i = 0; i < samples; i++)
        {
            float* x = Plane(Input(0).Data, i, channel), y = Plane(Output.Data, i, channel);
            for (int j = 0; j < plane; j++)
                y[j] = ((x[j] - (float)mean) * factor) + offset;
        }
    });

    public override void Backward(WorkTeam team)
    {
        // Cleared here, not by the threads.
        for (int parameter = 1; parameter <= 2; parameter++)
        {
            if (Wants(parameter))
                Sum(parameter);
        }
        team.For(channels, channel =>
        {
            double sum = 0, product = 0;
            for (int i = 0; i < samples; i++)
            {
                float* x = Plane(Input(0).Data, i, channel), dy = Plane(Output.Gradient, i, channel);
                sum += Sum(dy, plane);
                product += Moment(x, dy, (float)means[channel], 0, plane);
            }
            product /= deviations[channel];
            if (Wants(1))
                Input(1).Gradient[channel] += (float)product;
            if (Wants(2))
                Input(2).Gradient[channel] += (float)sum;
            if (!Wants(0))
                return;
            double factor = Input(1).Data[channel] / deviations[channel];
            float mean = (float)means[channel], f = (float)factor, constant = (float)(sum / Count), slope = (float)(product / Count / deviations[channel]);
            bool add = Adds(0);
            for (int i = 0; i < samples; i++)
            {
                float* x = Plane(Input(0).Data, i, channel), dy = Plane(Output.Gradient, i, channel), dx = Plane(Input(0).Gradient, i, channel);
                for (int j = 0; j < plane; j++)
                {
                    float value = f * (dy[j] - constant - ((x[j] - mean) * slope));
                    dx[j] = add ? dx[j] + value : value;
                }
            }
        });
    }

    private static double Sum(float* x, int length) => TensorPrimitives.Sum(new ReadOnlySpan<float>(x, length));

    /// <summary>Σ (a − shiftA)·(b − shiftB).</summary>
    private static double Moment(float* a, float* b, float shiftA, float shiftB, int length)
    {
        Vector<float> sum = default, sa = new(shiftA), sb = new(shiftB);
        int i = 0;
        for (; i + Vector<float>.Count <= length; i += Vector<float>.Count)
            sum += (Vector.Load(a + i) - sa) * (Vector.Load(b + i) - sb);
        double total = Vector.Sum(sum);
        for (; i < length; i++)
            total += (double)(a[i] - shiftA) * (b[i] - shiftB);
        return total;
    }

    private void Blend(ref float running, double batch) => running = (float)((momentum * running) + ((1 - momentum) * batch));

    private float* Plane(float* values, int sample, int channel) => values + ((((nint)sample * channels) + channel) * plane);
}
