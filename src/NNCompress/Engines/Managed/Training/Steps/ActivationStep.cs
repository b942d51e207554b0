using System.Numerics;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>Functions of single elements, shared out in pieces.</summary>
internal sealed unsafe class ActivationStep<TGradient> : TrainingStep
    where TGradient : struct, IActivationGradient
{
    private const int Piece = 16384;

    private readonly Activation function;
    private readonly (float A, float B) numbers;
    private readonly int pieces;
    private readonly bool inPlace;

    public ActivationStep(StepContext c, float a = 0, float b = 0)
        : base(c.Inputs, c.Output)
    {
        function = (Activation)OperatorRegistry.Find(c.Node)!(c.Operator);
        numbers = (a, b);
        pieces = (c.Output.Length + Piece - 1) / Piece;
        inPlace = c.Input(0).Buffer == c.Output.Buffer;
    }

    public override void Claim(HashSet<AlignedBuffer> written)
    {
        // In place the gradient has been set by those who read the output.
        if (!inPlace)
            base.Claim(written);
    }

    public override void Forward(WorkTeam team, long pass) => team.For(pieces, piece =>
    {
        int start = piece * Piece, length = Math.Min(Piece, Output.Length - start);
        function.Apply(Input(0).Buffer.Span.Slice(start, length), Output.Buffer.Span.Slice(start, length));
    });

    public override void Backward(WorkTeam team)
    {
        if (Wants(0))
            team.For(pieces, Differentiate);
    }

    /// <summary>Whole vectors: pieces end at their bounds, the last one in the buffers' slack.</summary>
    private void Differentiate(int piece)
    {
        float* x = Input(0).Data, y = Output.Data, dy = Output.Gradient, dx = Input(0).Gradient;
        int end = Math.Min((piece + 1) * Piece, Output.Length);
        Vector<float> a = new(numbers.A), b = new(numbers.B);
        bool add = Adds(0);
        for (int i = piece * Piece; i < end; i += Vector<float>.Count)
        {
            Vector<float> slope = TGradient.Of(Vector.Load(x + i), Vector.Load(y + i), Vector.Load(dy + i), a, b);
            Vector.Store(add ? Vector.Load(dx + i) + slope : slope, dx + i);
        }
    }
}
