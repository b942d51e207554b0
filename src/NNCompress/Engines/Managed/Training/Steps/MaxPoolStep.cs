using NNCompress.Engines.Managed.Operators;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>The gradient goes to the largest element of each window, the first of equals.</summary>
internal sealed unsafe class MaxPoolStep : TrainingStep
{
    private readonly EachSample forward;
    private readonly Window3 window;
    private readonly int samples;
    private readonly int channels;

    public MaxPoolStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        forward = new EachSample(c);
        window = Window3.Of(c.Operator, WindowShapes.PoolGeometry(c.Operator));
        (samples, channels) = (c.Output.Shape[0], c.Output.Shape[1]);
    }

    public override void Forward(WorkTeam team, long pass) => forward.Run(team);

    public override void Backward(WorkTeam team)
    {
        if (!Wants(0))
            return;
        bool add = Adds(0);
        team.For(samples, sample =>
        {
            nint first = (nint)sample * channels;
            float* x = Input(0).Data + (first * window.InputPlane), dx = Input(0).Gradient + (first * window.InputPlane);
            float* y = Output.Data + (first * window.OutputPlane), dy = Output.Gradient + (first * window.OutputPlane);
            if (!add)
                new Span<float>(dx, channels * window.InputPlane).Clear();
            for (int c = 0; c < channels; c++, x += window.InputPlane, dx += window.InputPlane, y += window.OutputPlane, dy += window.OutputPlane)
                Scatter(x, y, dy, dx);
        });
    }

    private void Scatter(float* x, float* y, float* dy, float* dx)
    {
        int[] outputs = window.Output;
        bool flat = outputs[0] == 1 && window.Kernel[0] == 1 && !window.IsPadded;
        for (int d = 0; d < outputs[0]; d++)
        {
            for (int h = 0; h < outputs[1]; h++)
            {
                for (int w = 0; w < outputs[2]; w++, y++, dy++)
                {
                    int at = flat ? FindFlat(x, *y, h, w) : Find(x, *y, d, h, w);
                    if (at >= 0)
                        dx[at] += *dy;
                }
            }
        }
    }

    /// <summary>Where the window's largest element is, without padding or depth.</summary>
    private int FindFlat(float* x, float largest, int h, int w)
    {
        int width = window.Input[2], start = (h * window.Strides[1] * width) + (w * window.Strides[2]);
        int rows = Math.Min(window.Kernel[1], ((window.Input[1] - 1 - (h * window.Strides[1])) / window.Dilations[1]) + 1);
        int columns = Math.Min(window.Kernel[2], ((window.Input[2] - 1 - (w * window.Strides[2])) / window.Dilations[2]) + 1);
        for (int i = 0; i < rows; i++, start += window.Dilations[1] * width)
        {
            for (int j = 0; j < columns; j++)
            {
                int at = start + (j * window.Dilations[2]);
                if (x[at] == largest)
                    return at;
            }
        }
        return -1;
    }

    /// <summary>The same in general; -1 where the window covers padding alone.</summary>
    private int Find(float* x, float largest, int d, int h, int w)
    {
        d = (d * window.Strides[0]) - window.Begin[0];
        h = (h * window.Strides[1]) - window.Begin[1];
        w = (w * window.Strides[2]) - window.Begin[2];
        for (int i = 0; i < window.Kernel[0]; i++)
        {
            int depth = d + (i * window.Dilations[0]);
            for (int j = 0; j < window.Kernel[1]; j++)
            {
                int height = h + (j * window.Dilations[1]);
                for (int k = 0; k < window.Kernel[2]; k++)
                {
                    int column = w + (k * window.Dilations[2]);
                    if ((uint)depth >= (uint)window.Input[0] || (uint)height >= (uint)window.Input[1] || (uint)column >= (uint)window.Input[2])
                        continue;
                    int index = (((depth * window.Input[1]) + height) * window.Input[2]) + column;
                    if (x[index] == largest)
                        return index;
                }
            }
        }
        return -1;
    }
}
