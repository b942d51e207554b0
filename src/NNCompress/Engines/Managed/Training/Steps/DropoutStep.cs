using NNCompress.Numerics;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>
/// Sets elements to 0 with a probability, and divides the others by what is left of 1. Whether an element falls depends on the seed, the
/// node, the step's number and the element's place alone.
/// </summary>
internal sealed unsafe class DropoutStep(StepContext c, float ratio) : TrainingStep(c.Inputs[..1], c.Output)
{
    private const int Piece = 16384;

    private readonly ulong seed = c.Seed;
    private readonly int pieces = (c.Output.Length + Piece - 1) / Piece;
    private readonly float factor = 1 / (1 - ratio);

    // Elements whose 32 random bits are below this fall.
    private readonly uint limit = (uint)Math.Min((double)ratio * (1L << 32), uint.MaxValue);

    private ulong key;

    public override void Forward(WorkTeam team, long pass)
    {
        key = SplitMix.Next(seed ^ SplitMix.Next((ulong)pass));
        team.For(pieces, piece =>
        {
            for (int i = piece * Piece; i < Math.Min((piece + 1) * Piece, Output.Length); i++)
                Output.Data[i] = Input(0).Data[i] * Factor(i);
        });
    }

    public override void Backward(WorkTeam team)
    {
        if (!Wants(0))
            return;
        bool add = Adds(0);
        team.For(pieces, piece =>
        {
            float* dx = Input(0).Gradient;
            for (int i = piece * Piece; i < Math.Min((piece + 1) * Piece, Output.Length); i++)
            {
                float slope = Output.Gradient[i] * Factor(i);
                dx[i] = add ? dx[i] + slope : slope;
            }
        });
    }

    private float Factor(int index) => (uint)(SplitMix.Next(key + (ulong)index) >> 32) < limit ? 0 : factor;
}
