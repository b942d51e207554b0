using NNCompress.TorchSharp.Graphs;

namespace NNCompress.TorchSharp.Operators;

/// <summary>Products of matrices.</summary>
internal static class Products
{
    public static IReadOnlyDictionary<string, Func<TorchContext, Function>> Table { get; } = new Dictionary<string, Func<TorchContext, Function>>
    {
        ["Gemm"] = Gemm,
        ["MatMul"] = _ => (x, _) => x[0].matmul(x[1]),
        ["Einsum"] = Einsum,
    };

    /// <summary>α·op(A)·op(B) + β·C, with C broadcast.</summary>
    private static Function Gemm(TorchContext c)
    {
        bool transposeA = c.Node.Int("transA", 0) != 0, transposeB = c.Node.Int("transB", 0) != 0;
        float alpha = c.Node.Float("alpha", 1), beta = c.Node.Float("beta", 1);
        return (x, _) =>
        {
            TorchTensor a = transposeA ? x[0].t() : x[0], b = transposeB ? x[1].t() : x[1];
            if (x.Optional(2) is { } addend)
                return addend.addmm(a, b, beta, alpha);
            return alpha == 1 ? a.mm(b) : a.mm(b).mul(alpha);
        };
    }

    private static Function Einsum(TorchContext c)
    {
        string equation = c.Node.Text("equation", "").Replace(" ", "", StringComparison.Ordinal);
        return (x, _) => torch.einsum(equation, [.. Enumerable.Range(0, x.Count).Select(i => x[i])]);
    }
}
