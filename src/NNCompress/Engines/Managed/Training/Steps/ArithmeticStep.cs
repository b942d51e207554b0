using System.Numerics.Tensors;
using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>
/// Add, Sub, Mul and Div with broadcasting: the output's gradient times the derivative by each operand, summed over what that is broadcast
/// along.
/// </summary>
internal sealed unsafe class ArithmeticStep : TrainingStep
{
    private readonly string operation;
    private readonly int size;
    private readonly nint innerA;
    private readonly nint innerB;
    private readonly (nint A, nint B)[] runs;
    private readonly float[] term;

    public ArithmeticStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        operation = c.Node.OpType;
        if (c.Operator.Opset < 7 && c.Node.Has("axis"))
            throw c.Operator.Unsupported("uses the broadcasting of opset 6, which cannot be trained; convert the model to opset 7 or later");
        BroadcastLoop loop = new(c.Output.Shape, c.Input(0).Shape, c.Input(1).Shape);
        (size, innerA, innerB) = loop.Inner;
        runs = [.. loop.Outer()];
        term = new float[size];
    }

    public override void Forward(WorkTeam team, long pass)
    {
        switch (operation)
        {
            case "Add": Run<Addition>(); break;
            case "Sub": Run<Subtraction>(); break;
            case "Mul": Run<Multiplication>(); break;
            default: Run<Division>(); break;
        }
    }

    public override void Backward(WorkTeam team)
    {
        for (int side = 0; side < 2; side++)
        {
            if (!Wants(side))
                continue;
            Span<float> sum = Sum(side);
            nint inner = side == 0 ? innerA : innerB;
            for (int i = 0; i < runs.Length; i++)
            {
                Term(side, i);
                nint start = side == 0 ? runs[i].A : runs[i].B;
                if (inner == 0)
                    sum[(int)start] += TensorPrimitives.Sum<float>(term);
                else
                    TensorPrimitives.Add(sum.Slice((int)start, size), term, sum.Slice((int)start, size));
            }
        }
    }

    private void Run<TOperation>()
        where TOperation : struct, IArithmetic
    {
        for (int i = 0; i < runs.Length; i++)
        {
            Span<float> y = Output.Buffer.Span.Slice(i * size, size);
            ReadOnlySpan<float> a = Operand(0, i), b = Operand(1, i);
            if (innerB == 0)
                TOperation.Run(a, b[0], y);
            else if (innerA == 0)
                TOperation.Run(a[0], b, y);
            else
                TOperation.Run(a, b, y);
        }
    }

    /// <summary>A run of an operand, or the one element that stands for it; two of those are a run of one.</summary>
    private ReadOnlySpan<float> Operand(int side, int run)
    {
        nint start = side == 0 ? runs[run].A : runs[run].B, inner = side == 0 ? innerA : innerB;
        return Input(side).Buffer.Span.Slice((int)start, inner == 0 ? 1 : size);
    }

    /// <summary>One run's terms of an operand's gradient.</summary>
    private void Term(int side, int run)
    {
        ReadOnlySpan<float> dy = Output.GradientBuffer!.Span.Slice(run * size, size), a = Operand(0, run), b = Operand(1, run);
        switch (operation, side)
        {
            case ("Add", _) or ("Sub", 0):
                dy.CopyTo(term);
                break;
            case ("Sub", _):
                TensorPrimitives.Negate(dy, term);
                break;
            case ("Mul", _):
                Times(side == 0 ? b : a);
                break;
            case (_, 0):
                Times(default, b);
                break;
            default:
                // −dy·a/b² = −dy·y/b
                Times(Output.Buffer.Span.Slice(run * size, size), b);
                TensorPrimitives.Negate(term, term);
                break;
        }

        void Times(ReadOnlySpan<float> factor, ReadOnlySpan<float> divisor = default)
        {
            ReadOnlySpan<float> slope = Output.GradientBuffer!.Span.Slice(run * size, size);
            slope.CopyTo(term);
            if (factor.Length == 1)
                TensorPrimitives.Multiply(term, factor[0], term);
            else if (!factor.IsEmpty)
                TensorPrimitives.Multiply(term, factor, term);
            if (divisor.Length == 1)
                TensorPrimitives.Divide(term, divisor[0], term);
            else if (!divisor.IsEmpty)
                TensorPrimitives.Divide(term, divisor, term);
        }
    }
}
