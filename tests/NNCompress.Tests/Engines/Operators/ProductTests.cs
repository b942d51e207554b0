namespace NNCompress.Tests.Engines.Operators;

public class ProductTests
{
    [Theory]
    [InlineData(0, 0, 1f, 1f, new[] { 7 })]
    [InlineData(0, 1, 1f, 1f, new[] { 1, 7 })]
    [InlineData(0, 1, 0.5f, 2f, new[] { 7 })]
    [InlineData(0, 0, 2f, -1f, new[] { 4, 1 })]
    [InlineData(0, 1, 1f, 3f, new int[0])]
    [InlineData(0, 0, 1f, 1f, new[] { 4, 7 })]
    [InlineData(1, 0, 1.5f, 1f, new[] { 1 })]
    [InlineData(1, 1, 1f, 1f, null)]
    public void Gemm(int transposeA, int transposeB, float alpha, float beta, int[]? addend)
    {
        (int m, int n, int k) = (4, 7, 5);
        int[] shapeA = transposeA != 0 ? [k, m] : [m, k], shapeB = transposeB != 0 ? [n, k] : [k, n];
        float[] b = GraphBuilder.Noise(n * k, 1), c = GraphBuilder.Noise((addend ?? []).Aggregate(1, (p, d) => p * d), 2);
        GraphBuilder graph = new GraphBuilder().Input("x", [-1, shapeA[1]]).Constant("b", shapeB, b).Constant("c", addend ?? [], c)
            .Node("Gemm", addend is null ? ["x", "b"] : ["x", "b", "c"], ["y"], ("transA", transposeA), ("transB", transposeB), ("alpha", alpha), ("beta", beta));
        float[] y = OperatorRun.Y(graph, shapeA, out float[] a);
        double[] expected = new double[m * n];
        for (int i = 0; i < expected.Length; i++)
        {
            (int row, int column) = (i / n, i % n);
            double sum = 0;
            for (int p = 0; p < k; p++)
                sum += (double)(transposeA != 0 ? a[(p * m) + row] : a[(row * k) + p]) * (transposeB != 0 ? b[(column * k) + p] : b[(p * n) + column]);
            int columns = addend is { Length: > 0 } ? addend[^1] : 1, rows = addend is { Length: > 1 } ? addend[^2] : 1;
            expected[i] = (alpha * sum) + (addend is null ? 0 : beta * c[((rows == 1 ? 0 : row) * columns) + (columns == 1 ? 0 : column)]);
        }
        Assert.InRange(OperatorRun.Deviation(expected, y), 0, 1e-5);
    }

    [Fact]
    public void Gemm_multiplies_computed_values()
    {
        // x·xᵀ + x·xᵀ
        GraphBuilder graph = new GraphBuilder().Input("x", 3, 4).Node("Gemm", ["x", "x"], ["g"], ("transB", 1)).Node("Gemm", ["x", "x", "g"], ["y"], ("transB", 1));
        float[] y = OperatorRun.Y(graph, [3, 4], out float[] x);
        double[] expected = [.. Enumerable.Range(0, 9).Select(i => 2 * Enumerable.Range(0, 4).Sum(p => (double)x[(i / 3 * 4) + p] * x[(i % 3 * 4) + p]))];
        Assert.InRange(OperatorRun.Deviation(expected, y), 0, 1e-5);
    }

    [Theory]
    [InlineData(new[] { 3, 5 }, new[] { 5, 2 })]
    [InlineData(new[] { 3, 5 }, new[] { 5 })]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 5, 2 })]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 3, 5, 2 })]
    [InlineData(new[] { 2, 1, 4, 5 }, new[] { 3, 5, 2 })]
    [InlineData(new[] { 2, 4, 5 }, new[] { 2, 5, 3 })]
    [InlineData(new[] { 5 }, new[] { 3, 5, 2 })]
    public void MatMul(int[] left, int[] right)
    {
        float[] w = GraphBuilder.Noise(right.Aggregate(1, (p, d) => p * d), 1);
        float[] y = OperatorRun.Y(new GraphBuilder().Input("x", [-1, .. left[1..]]).Constant("w", right, w).Node("MatMul", ["x", "w"], ["y"]), left, out float[] x);
        int[] a = left.Length == 1 ? [1, left[0]] : left, b = right.Length == 1 ? [right[0], 1] : right;
        int rank = Math.Max(a.Length, b.Length);
        int[] outerA = [.. Enumerable.Repeat(1, rank - a.Length), .. a[..^2]], outerB = [.. Enumerable.Repeat(1, rank - b.Length), .. b[..^2]];
        int[] shape = [.. outerA.Zip(outerB, Math.Max), a[^2], b[^1]];
        double[] expected = new double[shape.Aggregate(1, (p, d) => p * d)];
        for (int i = 0; i < expected.Length; i++)
        {
            int[] at = ConvTests.Unravel(i, shape);
            int startA = Start(at, outerA) * a[^2] * a[^1], startB = Start(at, outerB) * b[^2] * b[^1];
            for (int p = 0; p < a[^1]; p++)
                expected[i] += (double)x[startA + (at[^2] * a[^1]) + p] * w[startB + (p * b[^1]) + at[^1]];
        }
        Assert.InRange(OperatorRun.Deviation(expected, y), 0, 1e-5);
    }

    [Theory]
    [InlineData("bhqd,bhkd->bhqk")] // attention's scores
    [InlineData("bhqd,bhkd->bqhk")]
    [InlineData("bhqd,bhkd->bhq")] // k is summed in one operand alone
    [InlineData("bhqd,bikd->bhqk")]
    [InlineData("...qd,...kd->...qk")]
    [InlineData("bhqd,bhkd")]
    public void Einsum_of_computed_operands(string equation)
    {
        // Each operand is 2×3×4×5, both made of x.
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 3, 4, 5).Node("Neg", ["x"], ["n"]).Node("Einsum", ["x", "n"], ["y"], ("equation", equation));
        float[] y = OperatorRun.Y(graph, [2, 3, 4, 5], out float[] x);
        string[] sides = equation.Replace("...", "bh", StringComparison.Ordinal).Split("->"), terms = sides[0].Split(',');
        string result = sides.Length > 1 ? sides[1] : "kq";
        Dictionary<char, int> sizes = [];
        foreach (string term in terms)
        {
            for (int d = 0; d < 4; d++)
                sizes[term[d]] = d + 2;
        }
        string letters = result + string.Concat(sizes.Keys.Except(result));
        int[] all = [.. letters.Select(l => sizes[l])];
        double[] expected = new double[result.Aggregate(1, (p, l) => p * sizes[l])];
        int run = all.Aggregate(1, (p, d) => p * d) / expected.Length;
        for (int i = 0; i < expected.Length * run; i++)
        {
            int[] at = ConvTests.Unravel(i, all);
            int[] places = [.. terms.Select(term => term.Aggregate(0, (index, l) => (index * sizes[l]) + at[letters.IndexOf(l)]))];
            expected[i / run] -= (double)x[places[0]] * x[places[1]];
        }
        Assert.InRange(OperatorRun.Deviation(expected, y), 0, 2e-5);
    }

    [Fact]
    public void MatMul_multiplies_computed_values_in_batches()
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 2, 3).Node("Transpose", ["x"], ["t"], ("perm", [0, 2, 1])).Node("MatMul", ["x", "t"], ["y"]);
        Assert.Equal([14, 32, 32, 77, 50, 66, 66, 93], OperatorRun.Y(graph, [2, 2, 3], [1f, 2, 3, 4, 5, 6, 3, 4, 5, 2, 5, 8]));
    }

    private static int Start(int[] at, int[] outer) => outer.Select((d, i) => (d, i)).Aggregate(0, (index, p) => (index * p.d) + (p.d == 1 ? 0 : at[p.i]));
}
