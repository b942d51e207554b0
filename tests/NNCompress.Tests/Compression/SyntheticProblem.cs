using NNCompress.Data;
using NNCompress.Models;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression;

/// <summary>
/// Three classes around three centres in sixteen dimensions, and a network that is made, not trained: each of its 48 hidden neurons looks
/// for one centre, and the outputs count them. Two thirds of the neurons are more than it takes.
/// </summary>
internal static class SyntheticProblem
{
    private const int Classes = 3, Inputs = 16, Hidden = 48;

    private static readonly float[][] Centres = [.. Enumerable.Range(0, Classes).Select(c => GraphBuilder.Noise(Inputs, 100 + c))];

    /// <summary>Dense 16-48-3 with relu between.</summary>
    public static Network Network() => Graph().Output("y").Build();

    /// <summary>The same with a softmax behind it.</summary>
    public static Network WithSoftmax() => Graph().Node("Softmax", ["y"], ["p"]).Output("p").Build();

    private static GraphBuilder Graph()
    {
        float[] w1 = GraphBuilder.Noise(Hidden * Inputs, 7, 0.05f), w2 = GraphBuilder.Noise(Classes * Hidden, 8, 0.03f);
        for (int h = 0; h < Hidden; h++)
        {
            for (int i = 0; i < Inputs; i++)
                w1[h * Inputs + i] += Centres[h % Classes][i] / Inputs;
            w2[h % Classes * Hidden + h] += 1;
        }
        return new GraphBuilder().Input("x", -1, Inputs)
            .Constant("w1", [Hidden, Inputs], w1).Constant("b1", [Hidden], GraphBuilder.Noise(Hidden, 9, 0.1f))
            .Constant("w2", [Classes, Hidden], w2).Constant("b2", [Classes], new float[Classes])
            .Node("Gemm", ["x", "w1", "b1"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"]).Node("Gemm", ["a", "w2", "b2"], ["y"], ("transB", 1));
    }

    /// <param name="count">Samples.</param>
    /// <param name="seed">Of the noise.</param>
    /// <param name="noise">Deviation around the centres.</param>
    public static Dataset Data(int count, int seed, float noise)
    {
        float[] x = GraphBuilder.Noise(count * Inputs, seed, noise);
        int[] y = [.. Enumerable.Range(0, count).Select(i => i % Classes)];
        for (int i = 0; i < x.Length; i++)
            x[i] += Centres[y[i / Inputs]][i % Inputs];
        return new Dataset("synthetic", [Inputs], x, y, Answers.Unscaled);
    }

    /// <summary>The data as an .npz file's content.</summary>
    public static byte[] ToNpz(Dataset data)
    {
        byte[] x = new byte[data.Inputs.Length * sizeof(float)];
        Buffer.BlockCopy(data.Inputs, 0, x, 0, x.Length);
        (string, byte[]) samples = ("x.npy", DataFiles.Npy("<f4", $"({data.Count}, {data.SampleLength})", x));
        return data.Labels is not { } labels ? DataFiles.Zip(System.IO.Compression.CompressionLevel.Fastest, samples)
            : DataFiles.Zip(System.IO.Compression.CompressionLevel.Fastest, samples, ("y.npy", DataFiles.Npy("|u1", $"({data.Count},)", Array.ConvertAll(labels, l => (byte)l))));
    }
}
