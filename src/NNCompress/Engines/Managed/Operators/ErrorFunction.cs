namespace NNCompress.Engines.Managed.Operators;

/// <summary>The error function, to about the last bit of a float: cubic Taylor polynomials around nodes that are tabulated once.</summary>
internal static class ErrorFunction
{
    private const double TwoBySquareRootOfPi = 1.1283791670955126;

    // Below it the power series, above it the continued fraction converges in a hundred terms.
    private const double Edge = 2.2;

    private const int Steps = 1024;

    // From here on the nearest float is 1.
    private const float Reach = 4;

    // The function and the first three Taylor coefficients at each node.
    private static readonly (float Value, float First, float Second, float Third)[] Nodes = [.. Enumerable.Range(0, Steps + 1).Select(Node)];

    /// <summary>y = erf(x); both may be the same memory.</summary>
    public static void Apply(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = Of(x[i]);
    }

    public static float Of(float x)
    {
        float distance = MathF.Abs(x);
        if (!(distance < Reach))
            return float.IsNaN(x) ? x : MathF.CopySign(1, x);
        int node = (int)((distance * (Steps / Reach)) + 0.5f);
        float step = distance - (node * (Reach / Steps));
        (float value, float first, float second, float third) = Nodes[node];
        return MathF.CopySign(value + (step * (first + (step * (second + (step * third))))), x);
    }

    private static (float Value, float First, float Second, float Third) Node(int index)
    {
        double x = index * (double)Reach / Steps, first = TwoBySquareRootOfPi * Math.Exp(-x * x);
        return ((float)Exact(x), (float)first, (float)(-x * first), (float)(((2 * x * x) - 1) / 3 * first));
    }

    /// <summary>Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6 and 7.1.14.</summary>
    private static double Exact(double x)
    {
        double scale = TwoBySquareRootOfPi * Math.Exp(-x * x);
        if (x < Edge)
        {
            double term = x, sum = x;
            for (int n = 1; n < 100; n++)
            {
                term *= 2 * x * x / ((2 * n) + 1);
                sum += term;
            }
            return scale * sum;
        }
        double fraction = x;
        for (int n = 100; n >= 1; n--)
            fraction = x + (n / 2.0 / fraction);
        return 1 - (scale / 2 / fraction);
    }
}
