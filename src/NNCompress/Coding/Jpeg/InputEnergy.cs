namespace NNCompress.Coding.Jpeg;

/// <summary>What an error in weights costs at a layer's output.</summary>
internal static class InputEnergy
{
    /// <summary>Covariances of the inputs where a bias takes up the mean error, else second moments; n × n.</summary>
    /// <param name="moments">(n + 1)² second moments, the constant 1 last.</param>
    /// <param name="n">Inputs.</param>
    /// <param name="bias">Whether the layer has a bias.</param>
    public static double[] Of(double[] moments, int n, bool bias)
    {
        int stride = n + 1;
        double[] result = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                result[(i * n) + j] = moments[(i * stride) + j] - (bias ? moments[(i * stride) + n] * moments[(n * stride) + j] / moments[(n * stride) + n] : 0);
        }
        return result;
    }
}
