namespace NNCompress.Coding.Jpeg;

/// <summary>How weights become pixels of 0 to 255: one range for all neurons, or a range for each.</summary>
internal sealed class WeightRanges
{
    private readonly double[] lowest;
    private readonly double[] scale;

    private WeightRanges(float low, float span, int bits, (int From, int To)[] steps, int neurons)
    {
        (Low, Span, Bits, Steps) = (low, span, bits, steps);
        lowest = new double[neurons];
        scale = new double[neurons];
        double unit = bits == 0 ? 0 : span / (double)((1 << bits) - 1);
        for (int i = 0; i < neurons; i++)
        {
            lowest[i] = bits == 0 ? low : low + (steps[i].From * unit);
            scale[i] = bits == 0 ? span / 255.0 : (steps[i].To - steps[i].From) * unit / 255;
        }
    }

    /// <summary>The lowest weight that pixels can stand for.</summary>
    public float Low { get; }

    /// <summary>From <see cref="Low"/> to the highest.</summary>
    public float Span { get; }

    /// <summary>Of each number in <see cref="Steps"/>; 0 where one range serves all neurons.</summary>
    public int Bits { get; }

    /// <summary>Each neuron's range, in units of <see cref="Span"/> / (2^bits − 1) above <see cref="Low"/>.</summary>
    public (int From, int To)[] Steps { get; }

    /// <summary>
    /// One range for all weights, with weight 0 exactly at gray 128: there the transform has nothing to code, and weights of zero stay zero.
    /// </summary>
    /// <param name="weights">Of all neurons.</param>
    /// <param name="neurons">Their number.</param>
    /// <param name="share">The range's share of what would hold every weight; weights outside it are clamped.</param>
    public static WeightRanges Common(ReadOnlySpan<float> weights, int neurons, double share = 1)
    {
        (float low, float high) = Extremes(weights);
        float scale = RoundUp(share * Math.Max(-(double)low / 128, (double)high / 127));
        return new WeightRanges(-128 * scale, 255 * scale, 0, [], neurons);
    }

    /// <summary>A range for each neuron, from the step at or below its lowest to the step at or above its highest weight.</summary>
    /// <param name="weights">Neuron after neuron.</param>
    /// <param name="neurons">Their number.</param>
    /// <param name="bits">1 to 16.</param>
    public static WeightRanges OfNeurons(ReadOnlySpan<float> weights, int neurons, int bits)
    {
        (float low, float high) = Extremes(weights);
        float span = high - low;
        int length = weights.Length / neurons;
        double unit = span / (double)((1 << bits) - 1);
        (int, int)[] steps = new (int, int)[neurons];
        for (int i = 0; i < neurons && unit > 0; i++)
        {
            (float from, float to) = Extremes(weights.Slice(i * length, length));
            int top = (1 << bits) - 1;
            steps[i] = (Math.Clamp((int)Math.Floor((from - (double)low) / unit), 0, top), Math.Clamp((int)Math.Ceiling((to - (double)low) / unit), 0, top));
        }
        return new WeightRanges(low, span, bits, steps, neurons);
    }

    public byte ToPixel(int neuron, float weight) =>
        scale[neuron] == 0 ? (byte)0 : (byte)Math.Clamp(Math.Round((weight - lowest[neuron]) / scale[neuron]), 0, 255);

    /// <summary>The sum of the squares of what weights lie outside of their neuron's range.</summary>
    public double Clamped(ReadOnlySpan<float> weights)
    {
        double sum = 0;
        int length = weights.Length / scale.Length;
        for (int i = 0; i < weights.Length; i++)
        {
            double low = lowest[i / length];
            double outside = weights[i] - Math.Clamp(weights[i], low, low + (255 * scale[i / length]));
            sum += outside * outside;
        }
        return sum;
    }

    private static (float Low, float High) Extremes(ReadOnlySpan<float> weights)
    {
        float low = weights[0];
        float high = weights[0];
        foreach (float weight in weights)
            (low, high) = (Math.Min(low, weight), Math.Max(high, weight));
        return (low, high);
    }

    /// <summary>The next float with eight zero bits at the end of its significand, so that its products with numbers up to 255 are exact.</summary>
    private static float RoundUp(double scale)
    {
        float nearest = (float)scale;
        uint bits = BitConverter.SingleToUInt32Bits(nearest);
        return BitConverter.UInt32BitsToSingle((bits + 0x1FF) & ~0xFFu);
    }
}
