using System.Numerics;
using System.Numerics.Tensors;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Functions of single elements that go element by element, or map to one vector primitive; <see cref="Activation"/> has the commonest.</summary>
internal static class UnaryFunctions
{
    private delegate float Element(float x);

    /// <summary>What compiles each operator.</summary>
    public static IReadOnlyDictionary<string, Func<OperatorContext, Kernel>> Table { get; } = new Dictionary<string, Func<OperatorContext, Kernel>>
    {
        ["Abs"] = _ => new Activation(TensorPrimitives.Abs),
        ["Neg"] = _ => new Activation(TensorPrimitives.Negate),
        ["Reciprocal"] = _ => new Activation((x, y) => TensorPrimitives.Divide(1f, x, y)),
        ["Sqrt"] = _ => new Activation(TensorPrimitives.Sqrt),
        ["Exp"] = _ => new Activation(TensorPrimitives.Exp),
        ["Log"] = _ => new Activation(TensorPrimitives.Log),
        ["Floor"] = _ => new Activation(TensorPrimitives.Floor),
        ["Ceil"] = _ => new Activation(TensorPrimitives.Ceiling),
        // Halves go to the even neighbour.
        ["Round"] = _ => new Activation(TensorPrimitives.Round),
        ["Sign"] = _ => Each(x => x > 0 ? 1 : x < 0 ? -1 : x),
        ["Sin"] = _ => Each(MathF.Sin),
        ["Cos"] = _ => Each(MathF.Cos),
        ["Tan"] = _ => Each(MathF.Tan),
        ["Asin"] = _ => Each(MathF.Asin),
        ["Acos"] = _ => Each(MathF.Acos),
        ["Atan"] = _ => Each(MathF.Atan),
        ["Sinh"] = _ => Each(MathF.Sinh),
        ["Cosh"] = _ => Each(MathF.Cosh),
        ["Asinh"] = _ => Each(MathF.Asinh),
        ["Acosh"] = _ => Each(MathF.Acosh),
        ["Atanh"] = _ => Each(MathF.Atanh),
        ["Erf"] = _ => new Activation(ErrorFunction.Apply),
        ["Gelu"] = Gelu,
        ["Mish"] = _ => Each(x => x * MathF.Tanh(Softplus(x))),
        ["Softplus"] = _ => Each(Softplus),
        ["Softsign"] = _ => Each(x => x / (1 + MathF.Abs(x))),
        ["Selu"] = Selu,
        ["Celu"] = Celu,
        ["ThresholdedRelu"] = c => Each(c.Node.Float("alpha", 1), (x, alpha) => x > alpha ? x : 0),
        ["Shrink"] = Shrink,
        ["Not"] = _ => Each(x => x == 0 ? 1 : 0),
        ["IsNaN"] = _ => Each(x => float.IsNaN(x) ? 1 : 0),
        ["IsInf"] = IsInf,
    };

    /// <summary>A function with a parameter.</summary>
    private static Activation Each(float parameter, Func<float, float, float> function) => Each(x => function(x, parameter));

    private static Activation Each(Element function) => new((x, y) =>
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = function(x[i]);
    });

    /// <summary>log(1 + eˣ), without overflow.</summary>
    private static float Softplus(float x) => MathF.Max(x, 0) + float.LogP1(MathF.Exp(-MathF.Abs(x)));

    /// <summary>½·x·(1 + erf(x/√2)), or with tanh in the error function's place (Hendrycks and Gimpel, 2016).</summary>
    private static Activation Gelu(OperatorContext c)
    {
        if (c.Node.Text("approximate", "none") is "tanh")
            return Each(x => 0.5f * x * (1 + MathF.Tanh(0.7978845608f * (x + (0.044715f * x * x * x)))));
        return new Activation((x, y) =>
        {
            Span<float> gate = stackalloc float[Activation.Piece];
            gate = gate[..x.Length];
            TensorPrimitives.Multiply(x, 0.70710678f, gate);
            ErrorFunction.Apply(gate, gate);
            TensorPrimitives.Add(gate, 1, gate);
            TensorPrimitives.Multiply(gate, 0.5f, gate);
            TensorPrimitives.Multiply(x, gate, y);
        });
    }

    /// <summary>γ·x above zero, γ·α·(eˣ − 1) below.</summary>
    private static Activation Selu(OperatorContext c)
    {
        float alpha = c.Node.Float("alpha", c.Opset < 6 ? 1.6732f : 1.67326319f), gamma = c.Node.Float("gamma", c.Opset < 6 ? 1.0507f : 1.05070102f);
        return Each(x => x > 0 ? gamma * x : gamma * alpha * float.ExpM1(x));
    }

    /// <summary>x above zero, α·(e^(x/α) − 1) below.</summary>
    private static Activation Celu(OperatorContext c) => Each(c.Node.Float("alpha", 1), (x, alpha) => x > 0 ? x : alpha * float.ExpM1(x / alpha));

    private static Activation Shrink(OperatorContext c)
    {
        float bias = c.Node.Float("bias", 0), edge = c.Node.Float("lambd", 0.5f);
        return Each(x => x < -edge ? x + bias : x > edge ? x - bias : 0);
    }

    private static Activation IsInf(OperatorContext c)
    {
        bool negative = c.Node.Int("detect_negative", 1) != 0, positive = c.Node.Int("detect_positive", 1) != 0;
        return Each(x => (positive && float.IsPositiveInfinity(x)) || (negative && float.IsNegativeInfinity(x)) ? 1 : 0);
    }
}
