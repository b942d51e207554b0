using System.Numerics.Tensors;
using NNCompress.Engines.Managed.Interleaved;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>Brings a value from rows into the interleaved layout, or back, and its gradient the other way.</summary>
internal sealed unsafe class InterleaveStep : TrainingStep
{
    private const int Piece = 256;

    private readonly int samples;
    private readonly int length;
    private readonly int pieces;

    /// <param name="input">In either layout.</param>
    /// <param name="output">The same value in the other one.</param>
    public InterleaveStep(TrainingValue input, TrainingValue output)
        : base([input], output)
    {
        samples = input.Shape[0];
        length = input.Shape.Skip(1).Aggregate(1, (p, d) => p * d);
        pieces = (length + Piece - 1) / Piece;
    }

    public override void Forward(WorkTeam team, long pass) => Copy(team, Input(0).Data, Output.Data, Output.Interleaved, add: false);

    public override void Backward(WorkTeam team)
    {
        if (Wants(0))
            Copy(team, Output.Gradient, Input(0).Gradient, !Output.Interleaved, Adds(0));
    }

    private void Copy(WorkTeam team, float* source, float* target, bool pack, bool add)
    {
        nint from = (nint)source, to = (nint)target;
        team.For(Interleaving.Blocks(samples) * pieces, item =>
        {
            int block = item / pieces, start = item % pieces * Piece, count = Math.Min(Piece, length - start);
            if (pack)
                Pack(block, start, count, (float*)from, (float*)to, add);
            else
                Unpack(block, start, count, (float*)from, (float*)to, add);
        });
    }

    private void Pack(int block, int start, int count, float* rows, float* blocks, bool add)
    {
        float* from = rows + ((nint)block * Interleaving.Samples * length), to = blocks + ((nint)block * Interleaving.Samples * length);
        int held = Interleaving.Held(samples, block);
        if (!add)
        {
            Interleaving.Pack(from, length, held, start, count, to);
            return;
        }
        float* piece = stackalloc float[Piece * Interleaving.Samples];
        Interleaving.Pack(from + start, length, held, 0, count, piece);
        Span<float> target = new(to + ((nint)start * Interleaving.Samples), count * Interleaving.Samples);
        TensorPrimitives.Add(target, new ReadOnlySpan<float>(piece, target.Length), target);
    }

    private void Unpack(int block, int start, int count, float* blocks, float* rows, bool add)
    {
        float* from = blocks + ((nint)block * Interleaving.Samples * length), to = rows + ((nint)block * Interleaving.Samples * length);
        int held = Interleaving.Held(samples, block);
        if (!add)
        {
            Interleaving.Unpack(from, start, count, to, length, held);
            return;
        }
        float* piece = stackalloc float[Piece * Interleaving.Samples];
        Interleaving.Unpack(from + ((nint)start * Interleaving.Samples), 0, count, piece, count, held);
        for (int i = 0; i < held; i++)
        {
            Span<float> target = new(to + ((nint)i * length) + start, count);
            TensorPrimitives.Add(target, new ReadOnlySpan<float>(piece + (i * count), count), target);
        }
    }
}
