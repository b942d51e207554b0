using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>Derivatives of functions of single elements, by the element x and the function's value y there.</summary>
internal static class Slopes
{
    public delegate float Slope(float x, float y);

    /// <summary>By operator, what makes the derivative of a node.</summary>
    public static IReadOnlyDictionary<string, Func<StepContext, Slope>> Table { get; } = new Dictionary<string, Func<StepContext, Slope>>
    {
        ["Abs"] = _ => (x, _) => MathF.Sign(x),
        ["Neg"] = _ => (_, _) => -1,
        ["Reciprocal"] = _ => (_, y) => -y * y,
        ["Sqrt"] = _ => (_, y) => 0.5f / y,
        ["Exp"] = _ => (_, y) => y,
        ["Log"] = _ => (x, _) => 1 / x,
        ["Sin"] = _ => (x, _) => MathF.Cos(x),
        ["Cos"] = _ => (x, _) => -MathF.Sin(x),
        ["Erf"] = _ => (x, _) => 1.12837917f * MathF.Exp(-x * x),
        ["Gelu"] = c => c.Node.Text("approximate", "none") is "tanh" ? TanhGelu : Gelu,
        ["Mish"] = _ => Mish,
        ["Softplus"] = _ => (x, _) => Sigmoid(x),
        ["Softsign"] = _ => (x, _) => 1 / ((1 + MathF.Abs(x)) * (1 + MathF.Abs(x))),
        ["Selu"] = Selu,
        ["Celu"] = Celu,
        ["ThresholdedRelu"] = ThresholdedRelu,
    };

    /// <summary>Of x to a constant power.</summary>
    /// <exception cref="NncException">NNC2020: the exponent is computed, or differs from element to element.</exception>
    public static Slope Power(StepContext c)
    {
        float exponent = c.Operator.Weights(1) is [float only] ? only : throw c.Operator.Unsupported("has an exponent that is no constant number, which cannot be trained");
        return exponent == 2 ? (x, _) => 2 * x : (x, _) => exponent * MathF.Pow(x, exponent - 1);
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));

    private static float Gelu(float x, float y) => (0.5f * (1 + ErrorFunction.Of(x * 0.70710678f))) + (x * 0.39894228f * MathF.Exp(-0.5f * x * x));

    private static float TanhGelu(float x, float y)
    {
        const float Scale = 0.7978845608f, Cube = 0.044715f;
        float tanh = MathF.Tanh(Scale * (x + (Cube * x * x * x)));
        return (0.5f * (1 + tanh)) + (0.5f * x * (1 - (tanh * tanh)) * Scale * (1 + (3 * Cube * x * x)));
    }

    private static float Mish(float x, float y)
    {
        float tanh = MathF.Tanh(MathF.Max(x, 0) + float.LogP1(MathF.Exp(-MathF.Abs(x))));
        return tanh + (x * (1 - (tanh * tanh)) * Sigmoid(x));
    }

    /// <summary>y + γ·α is γ·α·eˣ below zero.</summary>
    private static Slope Selu(StepContext c)
    {
        float alpha = c.Node.Float("alpha", 1.67326319f), gamma = c.Node.Float("gamma", 1.05070102f);
        return (x, y) => x > 0 ? gamma : y + (gamma * alpha);
    }

    /// <summary>1 + y/α is e^(x/α) below zero.</summary>
    private static Slope Celu(StepContext c)
    {
        float alpha = c.Node.Float("alpha", 1);
        return (x, y) => x > 0 ? 1 : 1 + (y / alpha);
    }

    private static Slope ThresholdedRelu(StepContext c)
    {
        float alpha = c.Node.Float("alpha", 1);
        return (x, _) => x > alpha ? 1 : 0;
    }
}
