namespace NNCompress.Tests.Engines.Operators;

public class ArithmeticTests
{
    public static TheoryData<int[], int[]> Shapes => new()
    {
        { [2, 3, 4], [2, 3, 4] },
        { [2, 3, 4], [4] },
        { [2, 3, 4], [3, 1] },
        { [2, 3, 4], [] },
        { [2, 3, 4], [1, 1, 1] },
        { [2, 3, 4], [2, 1, 4] },
        { [2, 3, 4], [1, 3, 4] },
        { [2, 3, 4], [5, 2, 3, 4] },
        { [2, 1, 4], [3, 1] },
        { [2, 3, 1], [5, 1, 1, 17] },
        { [1, 1], [6, 5] },
        { [1, 6, 1], [1, 5] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Broadcasting_agrees_with_indexing(int[] left, int[] right)
    {
        float[] constant = [.. GraphBuilder.Noise(right.Aggregate(1, (p, d) => p * d), 4).Select(v => v + (v < 0 ? -0.5f : 0.5f))];
        foreach ((string op, Func<float, float, float> f) in new (string, Func<float, float, float>)[]
            { ("Add", (a, b) => a + b), ("Sub", (a, b) => a - b), ("Mul", (a, b) => a * b), ("Div", (a, b) => a / b) })
        {
            foreach (bool swap in new[] { false, true })
            {
                GraphBuilder graph = new GraphBuilder().Input("x", [-1, .. left[1..]]).Constant("c", right, constant)
                    .Node(op, swap ? ["c", "x"] : ["x", "c"], ["y"]);
                float[] y = OperatorRun.Y(graph, left, [.. GraphBuilder.Noise(left.Aggregate(1, (p, d) => p * d), 99).Select(v => v + (v < 0 ? -0.5f : 0.5f))]);
                float[] x = [.. GraphBuilder.Noise(left.Aggregate(1, (p, d) => p * d), 99).Select(v => v + (v < 0 ? -0.5f : 0.5f))];
                float[] expected = swap ? Naive(constant, right, x, left, f) : Naive(x, left, constant, right, f);
                Assert.Equal(expected, y);
            }
        }
    }

    [Fact]
    public void A_value_may_be_combined_with_itself_and_read_again()
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 3).Node("Add", ["x", "x"], ["a"]).Node("Relu", ["a"], ["r"])
            .Node("Sub", ["r", "a"], ["b"]).Node("Mul", ["b", "b"], ["c"]).Node("Sub", ["a", "c"], ["y"]);
        Assert.Equal([2f, -4 - 16, 6], OperatorRun.Y(graph, [1, 3], [1f, -2, 3]));
    }

    private static float[] Naive(float[] a, int[] shapeA, float[] b, int[] shapeB, Func<float, float, float> f)
    {
        int rank = Math.Max(shapeA.Length, shapeB.Length);
        int[] left = [.. Enumerable.Repeat(1, rank - shapeA.Length), .. shapeA], right = [.. Enumerable.Repeat(1, rank - shapeB.Length), .. shapeB];
        int[] shape = [.. left.Zip(right, Math.Max)];
        float[] y = new float[shape.Aggregate(1, (p, d) => p * d)];
        for (int i = 0; i < y.Length; i++)
        {
            int[] at = ConvTests.Unravel(i, shape);
            y[i] = f(a[Ravel(at, left)], b[Ravel(at, right)]);
        }
        return y;
    }

    private static int Ravel(int[] at, int[] shape) => shape.Select((d, i) => (d, i)).Aggregate(0, (index, p) => (index * p.d) + (p.d == 1 ? 0 : at[p.i]));
}
