using NNCompress.Engines.Managed.Matrices;
using Xunit.Abstractions;

namespace NNCompress.Tests.Engines;

public class MatrixKernelTests(ITestOutputHelper output)
{
    private static readonly SimdPath[] Paths = [SimdPath.Scalar, SimdPath.Vector128, SimdPath.Vector256, SimdPath.Vector512];

    /// <summary>The oracle: three loops, in double precision.</summary>
    private static double[] Oracle(int m, int n, int k, float[] a, int lda, bool ta, float[] b, int ldb, bool tb, float[] c, int ldc, bool accumulate)
    {
        double[] result = [.. c.Select(v => (double)v)];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = accumulate ? c[(i * ldc) + j] : 0;
                for (int p = 0; p < k; p++)
                    sum += (double)(ta ? a[(p * lda) + i] : a[(i * lda) + p]) * (tb ? b[(j * ldb) + p] : b[(p * ldb) + j]);
                result[(i * ldc) + j] = sum;
            }
        }
        return result;
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 7)]
    [InlineData(8, 32, 16)]
    [InlineData(4, 24, 288)]
    [InlineData(20, 64, 25)]
    [InlineData(131, 33, 577)]
    [InlineData(9, 530, 289)]
    [InlineData(64, 10, 150)]
    [InlineData(5, 6, 0)]
    public void Every_path_agrees_with_three_loops_and_bit_by_bit_with_the_others(int m, int n, int k)
    {
        double worst = 0;
        foreach ((bool ta, bool tb, bool accumulate) in new[] { (false, false, false), (true, false, true), (false, true, false), (true, true, true), (false, true, true) })
        {
            // Rows are longer than needed, so that a wrong stride shows, and what lies between them must stay as it is.
            int lda = (ta ? m : k) + 3, ldb = (tb ? k : n) + 2, ldc = n + 5;
            float[] a = GraphBuilder.Noise((ta ? k : m) * lda, 1), b = GraphBuilder.Noise((tb ? n : k) * ldb, 2), c = GraphBuilder.Noise(m * ldc, 3);
            double[] expected = Oracle(m, n, k, a, lda, ta, b, ldb, tb, c, ldc, accumulate);
            float[]? first = null;
            foreach (SimdPath path in Paths)
            {
                float[] actual = [.. c];
                MatrixKernel.Multiply(m, n, k, a, lda, ta, b, ldb, tb, actual, ldc, accumulate, 1, path);
                for (int i = 0; i < actual.Length; i++)
                    worst = Math.Max(worst, Math.Abs(actual[i] - expected[i]) / Math.Sqrt(k + 1));
                first ??= actual;
                Assert.Equal(first, actual);
            }
        }
        output.WriteLine($"{m}×{n}×{k}: worst deviation {worst:e1} · √(k+1)");
        Assert.InRange(worst, 0, 4e-6);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        foreach ((int m, int n) in new[] { (300, 130), (70, 400) })
        {
            float[] a = GraphBuilder.Noise(m * 310, 1), b = GraphBuilder.Noise(n * 310, 2);
            float[] one = new float[m * n], many = new float[m * n];
            MatrixKernel.Multiply(m, n, 310, a, 310, false, b, 310, true, one, n, threads: 1);
            foreach (int threads in new[] { 2, 3, 5, 0 })
            {
                Array.Fill(many, float.NaN);
                MatrixKernel.Multiply(m, n, 310, a, 310, false, b, 310, true, many, n, threads: threads);
                Assert.Equal(one, many);
            }
        }
    }

    [Fact]
    public void Spans_that_are_too_short_are_refused() =>
        Assert.Throws<ArgumentException>(() => MatrixKernel.Multiply(2, 2, 2, new float[4], 2, false, new float[3], 2, false, new float[4], 2));
}
