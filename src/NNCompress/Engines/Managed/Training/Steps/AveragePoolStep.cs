using NNCompress.Engines.Managed.Operators;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>Each window's gradient in equal shares to the elements that it covers.</summary>
internal sealed unsafe class AveragePoolStep : TrainingStep
{
    private readonly EachSample forward;
    private readonly Window3 window;
    private readonly int samples;
    private readonly int channels;

    // Per dimension and output position: the covered input positions, and how many taps count.
    private readonly (int[] At, int Count)[][] covered;

    public AveragePoolStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        forward = new EachSample(c);
        window = Window3.Of(c.Operator, WindowShapes.PoolGeometry(c.Operator));
        (samples, channels) = (c.Output.Shape[0], c.Output.Shape[1]);
        bool countPadding = c.Node.Int("count_include_pad", 0) != 0;
        covered = [.. Enumerable.Range(0, 3).Select(dimension => Enumerable.Range(0, window.Output[dimension]).Select(o => Cover(dimension, o, countPadding)).ToArray())];
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
            float* dx = Input(0).Gradient + (first * window.InputPlane), dy = Output.Gradient + (first * window.OutputPlane);
            if (!add)
                new Span<float>(dx, channels * window.InputPlane).Clear();
            for (int c = 0; c < channels; c++, dx += window.InputPlane, dy += window.OutputPlane)
                Spread(dy, dx);
        });
    }

    private void Spread(float* dy, float* dx)
    {
        foreach ((int[] depths, int depthCount) in covered[0])
        {
            foreach ((int[] heights, int heightCount) in covered[1])
            {
                foreach ((int[] columns, int columnCount) in covered[2])
                {
                    float share = *dy++ / (depthCount * heightCount * columnCount);
                    foreach (int d in depths)
                    {
                        foreach (int h in heights)
                        {
                            foreach (int w in columns)
                                dx[(((d * window.Input[1]) + h) * window.Input[2]) + w] += share;
                        }
                    }
                }
            }
        }
    }

    private (int[] At, int Count) Cover(int dimension, int output, bool countPadding)
    {
        int start = (output * window.Strides[dimension]) - window.Begin[dimension], size = window.Input[dimension];
        int[] taps = [.. Enumerable.Range(0, window.Kernel[dimension]).Select(t => start + (t * window.Dilations[dimension]))];
        int[] inside = [.. taps.Where(t => t >= 0 && t < size)];
        // Taps past the padding, where the output's size was rounded up, never count.
        return (inside, countPadding ? taps.Count(t => t >= -window.Begin[dimension] && t < size + window.End[dimension]) : inside.Length);
    }
}
