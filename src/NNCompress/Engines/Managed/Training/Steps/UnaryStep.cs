using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>Functions of single elements whose derivative goes element by element; <see cref="ActivationStep{TGradient}"/> has the commonest.</summary>
internal sealed class UnaryStep : TrainingStep
{
    private const int Piece = 4096;

    private readonly WholeBatch forward;
    private readonly Slopes.Slope slope;

    public UnaryStep(StepContext c, Slopes.Slope slope)
        : base(c.Inputs, c.Output)
    {
        forward = new WholeBatch(OperatorRegistry.Find(c.Node)!(c.Operator), c);
        this.slope = slope;
    }

    public override void Forward(WorkTeam team, long pass) => forward.Run();

    public override void Backward(WorkTeam team)
    {
        if (Wants(0))
            team.For((Output.Length + Piece - 1) / Piece, Differentiate);
    }

    private void Differentiate(int piece)
    {
        int start = piece * Piece, length = Math.Min(Piece, Output.Length - start);
        ReadOnlySpan<float> x = Input(0).Buffer.Span.Slice(start, length), y = Output.Buffer.Span.Slice(start, length), dy = Output.GradientBuffer!.Span.Slice(start, length);
        Span<float> dx = Input(0).GradientBuffer!.Span.Slice(start, length);
        bool add = Adds(0);
        for (int i = 0; i < length; i++)
            dx[i] = (add ? dx[i] : 0) + (dy[i] * slope(x[i], y[i]));
    }
}
