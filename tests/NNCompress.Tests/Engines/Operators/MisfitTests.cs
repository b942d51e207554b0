namespace NNCompress.Tests.Engines.Operators;

public class MisfitTests
{
    private static readonly Dictionary<string, (string Code, Func<GraphBuilder> Graph)> Cases = new()
    {
        ["LayerNormalization without scale"] = ("NNC2021", () => X(17, 2, 4).Node("LayerNormalization", ["x"], ["y"])),
        ["ConvTranspose of more groups than channels"] = ("NNC2021", () => X(13, 2, 4, 5).Constant("w", [4, 2, 3]).Node("ConvTranspose", ["x", "w"], ["y"], ("group", int.MaxValue))),
        ["Where with one side"] = ("NNC2021", () => X(13, 2, 4).Node("Where", ["x", "x"], ["y"])),
        ["OneHot without values"] = ("NNC2021", () => X(13, 2, 4).Constant("d", [], [3L]).Node("OneHot", ["x", "d"], ["y"])),
        ["Resize beyond the memory"] = ("NNC2021", () => X(13, 1, 1, 2).Constant("s", [3], [1L, 1, 1 << 30]).Node("Resize", ["x", "", "", "s"], ["y"])),
        ["Resize by computed sizes"] = ("NNC2020", () => X(13, 1, 4).Node("Resize", ["x", "", "x"], ["y"])),
        ["Split into parts of another sum"] = ("NNC2021", () => X(13, 2, 4).Constant("p", [2], [1L, 2]).Node("Split", ["x", "p"], ["y", "z"], ("axis", 1))),
        ["Slice by a step of 0"] = ("NNC2021", () => X(13, 2, 4).Constant("s", [1], [0L]).Constant("e", [1], [2L]).Constant("t", [1], [0L]).Node("Slice", ["x", "s", "e", "", "t"], ["y"])),
        ["Einsum of another rank"] = ("NNC2021", () => X(13, 2, 4).Node("Einsum", ["x"], ["y"], ("equation", "ijk->i"))),
        ["TopK of more than there are"] = ("NNC2021", () => X(13, 2, 4).Constant("k", [1], [5L]).Node("TopK", ["x", "k"], ["y", "z"])),
        ["Range without end"] = ("NNC2021", () => X(13, 2, 4).Constant("a", [], [0L]).Constant("b", [], [long.MaxValue]).Constant("d", [], [1L]).Node("Range", ["a", "b", "d"], ["r"]).Node("Add", ["x", "r"], ["y"])),
        ["ScatterND with an unknown reduction"] = ("NNC2020", () => X(18, 2, 4).Constant("i", [1, 1], [0L]).Constant("u", [1, 4]).Node("ScatterND", ["x", "i", "u"], ["y"], ("reduction", "mean"))),
        ["a shape of values"] = ("NNC2020", () => X(13, 2, 4).Node("Reshape", ["x", "x"], ["y"])),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_does_not_fit_is_told_by_name(string name)
    {
        (string code, Func<GraphBuilder> graph) = Cases[name];
        int[] shape = graph().Output("y").Build().Inputs[0].Shape!;
        NncException e = Assert.Throws<NncException>(() => OperatorRun.Y(graph(), shape, out _));
        Assert.Equal(code, e.Code);
        Assert.Contains("_node'", e.Message, StringComparison.Ordinal);
    }

    private static GraphBuilder X(int opset, params int[] shape) => new GraphBuilder(opset).Input("x", shape);
}
