using NNCompress.Models;
using NNCompress.TorchSharp.Graphs;

namespace NNCompress.TorchSharp.Operators;

/// <summary>Functions of single elements.</summary>
internal static class UnaryFunctions
{
    public static IReadOnlyDictionary<string, Func<TorchContext, Function>> Table { get; } = new Dictionary<string, Func<TorchContext, Function>>
    {
        ["Abs"] = _ => (x, _) => x[0].abs(),
        ["Neg"] = _ => (x, _) => x[0].neg(),
        ["Reciprocal"] = _ => (x, _) => x[0].reciprocal(),
        ["Sqrt"] = _ => (x, _) => x[0].sqrt(),
        ["Exp"] = _ => (x, _) => x[0].exp(),
        ["Log"] = _ => (x, _) => x[0].log(),
        ["Floor"] = _ => (x, _) => x[0].floor(),
        ["Ceil"] = _ => (x, _) => x[0].ceil(),
        ["Round"] = _ => (x, _) => x[0].round(0),
        ["Sign"] = _ => (x, _) => x[0].sign(),
        ["Sin"] = _ => (x, _) => x[0].sin(),
        ["Cos"] = _ => (x, _) => x[0].cos(),
        ["Tan"] = _ => (x, _) => x[0].tan(),
        ["Asin"] = _ => (x, _) => x[0].asin(),
        ["Acos"] = _ => (x, _) => x[0].acos(),
        ["Atan"] = _ => (x, _) => x[0].atan(),
        ["Sinh"] = _ => (x, _) => x[0].sinh(),
        ["Cosh"] = _ => (x, _) => x[0].cosh(),
        ["Asinh"] = _ => (x, _) => x[0].asinh(),
        ["Acosh"] = _ => (x, _) => x[0].acosh(),
        ["Atanh"] = _ => (x, _) => x[0].atanh(),
        ["Erf"] = _ => (x, _) => x[0].erf(),
        ["Gelu"] = Gelu,
        ["Mish"] = _ => (x, _) => x[0].mul(Softplus(x[0]).tanh()),
        ["Softplus"] = _ => (x, _) => Softplus(x[0]),
        ["Softsign"] = _ => (x, _) => x[0].div(x[0].abs().add(1)),
        ["Selu"] = Selu,
        ["Celu"] = Celu,
        ["ThresholdedRelu"] = ThresholdedRelu,
        ["Shrink"] = Shrink,
        ["Not"] = _ => (x, _) => x[0].eq(0).@float(),
        ["IsNaN"] = _ => (x, _) => x[0].isnan().@float(),
        ["Cast"] = Cast,
        ["CastLike"] = Cast,
    };

    /// <summary>log(1 + eˣ), without overflow.</summary>
    private static TorchTensor Softplus(TorchTensor x) => x.clamp_min(0).add(x.abs().neg().exp().log1p());

    /// <summary>½·x·(1 + erf(x/√2)), or with tanh in the error function's place (Hendrycks and Gimpel, 2016).</summary>
    private static Function Gelu(TorchContext c) => c.Node.Text("approximate", "none") is "tanh"
        ? (x, _) => x[0].mul(x[0].pow(3).mul(0.044715).add(x[0]).mul(0.7978845608).tanh().add(1)).mul(0.5)
        : (x, _) => x[0].mul(x[0].mul(0.70710678118).erf().add(1)).mul(0.5);

    /// <summary>γ·x above zero, γ·α·(eˣ − 1) below.</summary>
    private static Function Selu(TorchContext c)
    {
        float alpha = c.Node.Float("alpha", c.Operator.Opset < 6 ? 1.6732f : 1.67326319f), gamma = c.Node.Float("gamma", c.Operator.Opset < 6 ? 1.0507f : 1.05070102f);
        return (x, _) => torch.where(x[0].gt(0), x[0], x[0].clamp_max(0).expm1().mul(alpha)).mul(gamma);
    }

    /// <summary>x above zero, α·(e^(x/α) − 1) below.</summary>
    private static Function Celu(TorchContext c)
    {
        float alpha = c.Node.Float("alpha", 1);
        return (x, _) => torch.where(x[0].gt(0), x[0], x[0].clamp_max(0).div(alpha).expm1().mul(alpha));
    }

    private static Function ThresholdedRelu(TorchContext c)
    {
        float alpha = c.Node.Float("alpha", 1);
        return (x, _) => x[0].mul(x[0].gt(alpha).@float());
    }

    private static Function Shrink(TorchContext c)
    {
        float bias = c.Node.Float("bias", 0), edge = c.Node.Float("lambd", 0.5f);
        return (x, _) => x[0].add(bias).mul(x[0].lt(-edge).@float()).add(x[0].sub(bias).mul(x[0].gt(edge).@float()));
    }

    /// <summary>All values are of single precision: what is cast to 16 bits is rounded, to integers cut off, and every number but 0 is true.</summary>
    private static Function Cast(TorchContext c)
    {
        ElementType to = c.Operator.OutputType(0);
        bool integer = c.Operator.IsInteger(0);
        return to switch
        {
            ElementType.Float or ElementType.Double => (x, _) => x[0].alias(),
            ElementType.Half => (x, _) => x[0].type(torch.ScalarType.Float16).@float(),
            ElementType.Bool => (x, _) => x[0].ne(0).@float(),
            ElementType.UInt8 or ElementType.Int8 or ElementType.UInt16 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64 or ElementType.UInt32 or ElementType.UInt64 =>
                integer ? (x, _) => x[0].alias() : (x, _) => x[0].trunc(),
            _ => throw c.Operator.Unsupported($"casts to {to}; numbers are supported"),
        };
    }
}
