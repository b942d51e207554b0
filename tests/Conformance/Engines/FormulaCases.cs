namespace NNCompress.Tests.Conformance;

/// <summary>Operators that the specification's cases lack.</summary>
internal static class FormulaCases
{
    private static readonly Dictionary<string, Func<FormulaCase>> Cases = new()
    {
        ["Gelu"] = () => Each("Gelu", x => 0.5 * x * (1 + ErrorFunction(x / Math.Sqrt(2)))),
        ["Gelu by tanh"] = () => Each("Gelu", x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))), ("approximate", "tanh")),
        ["Mish"] = () => Each("Mish", x => x * Math.Tanh(Math.Log(1 + Math.Exp(x)))),
        ["GroupNormalization, parameters a group"] = () => Group(18, 3),
        ["GroupNormalization, parameters a channel"] = () => Group(21, 6),
        ["LpNormalization"] = () => new FormulaCase("LpNormalization", X([3, 4]).Node("LpNormalization", ["x"], ["y"], ("p", 2), ("axis", 1)), [3, 4],
            x => [.. x.Select((v, i) => v / Math.Sqrt(x.AsSpan(i / 4 * 4, 4).ToArray().Sum(o => (double)o * o)))]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static IEnumerable<string> Operators => Cases.Values.Select(c => c().Operator);

    public static FormulaCase Get(string name) => Cases[name]();

    private static GraphBuilder X(int[] samples, int opset = 20) => new GraphBuilder(opset).Input("x", [-1, .. samples[1..]]);

    private static FormulaCase Each(string type, Func<double, double> function, params (string, AttributeValue)[] attributes) =>
        new(type, X([7, 30]).Node(type, ["x"], ["y"], attributes), [7, 30], x => [.. x.Select(v => function(v))]);

    /// <summary>Six channels of four elements in three groups; parameters count from 1 and from 10.</summary>
    private static FormulaCase Group(int opset, int parameters)
    {
        float[] scale = [.. Enumerable.Range(0, parameters).Select(i => 1f + i)], bias = [.. Enumerable.Range(0, parameters).Select(i => 10f + i)];
        GraphBuilder graph = X([2, 6, 4], opset).Constant("s", [parameters], scale).Constant("b", [parameters], bias)
            .Node("GroupNormalization", ["x", "s", "b"], ["y"], ("num_groups", 3), ("epsilon", 0.01f));
        return new FormulaCase("GroupNormalization", graph, [2, 6, 4], x => [.. x.Select((v, i) =>
        {
            double[] group = [.. x.Skip(i / 8 * 8).Take(8).Select(o => (double)o)];
            double mean = group.Average(), variance = group.Average(o => (o - mean) * (o - mean));
            int parameter = i / 4 % 6 / (6 / parameters);
            return ((v - mean) / Math.Sqrt(variance + 0.01) * scale[parameter]) + bias[parameter];
        })]);
    }

    /// <summary>By its power series.</summary>
    private static double ErrorFunction(double x)
    {
        double sum = 0, term = x;
        for (int n = 0; n < 200; n++, term *= -x * x / n)
            sum += term / ((2 * n) + 1);
        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
