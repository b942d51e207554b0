using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression.Metrics;

/// <summary>A network 12-40-2 that is right by construction: targets are its outputs and noise. Half of its hidden neurons hardly matter.</summary>
internal static class RegressionProblem
{
    private const int Inputs = 12, Hidden = 40;

    public static Network Network()
    {
        float[] w2 = GraphBuilder.Noise(2 * Hidden, 8, 0.4f);
        for (int i = 0; i < w2.Length; i++)
            w2[i] *= i % Hidden < Hidden / 2 ? 1 : 0.02f;
        return new GraphBuilder().Input("x", -1, Inputs)
            .Constant("w1", [Hidden, Inputs], GraphBuilder.Noise(Hidden * Inputs, 7, 0.4f)).Constant("b1", [Hidden], GraphBuilder.Noise(Hidden, 9, 0.3f))
            .Constant("w2", [2, Hidden], w2).Constant("b2", [2], [3f, -1f])
            .Node("Gemm", ["x", "w1", "b1"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"]).Node("Gemm", ["a", "w2", "b2"], ["y"], ("transB", 1)).Output("y").Build();
    }

    public static Dataset Data(int count, int seed)
    {
        Dataset inputs = new("drawn", [Inputs], GraphBuilder.Noise(count * Inputs, seed), null, Answers.Unscaled);
        float[] outputs = new ManagedEngine(1).Evaluate(Network(), inputs).Scores;
        return new Dataset("drawn", [Inputs], inputs.Inputs, null, Answers.Unscaled, [.. outputs.Zip(GraphBuilder.Noise(2 * count, seed + 1000, 0.5f), (y, n) => y + n)]);
    }

    /// <summary>x.npy and, where it is wanted, y.npy.</summary>
    public static byte[] ToNpz(Dataset data, bool withTargets = true)
    {
        (string, byte[]) x = ("x.npy", DataFiles.Npy("<f4", $"({data.Count}, {Inputs})", Bytes(data.Inputs))), y = ("y.npy", DataFiles.Npy("<f4", $"({data.Count}, 2)", Bytes(data.Targets!)));
        return DataFiles.Zip(System.IO.Compression.CompressionLevel.Fastest, withTargets ? [x, y] : [x]);
    }

    private static byte[] Bytes(float[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return bytes;
    }
}
