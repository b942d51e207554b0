using NNCompress.Reports;
using NNCompress.Reports.Pictures;

namespace NNCompress.Compression.Details;

/// <summary>Pictures of neurons row by row, the weights of several tensors beneath each other.</summary>
/// <param name="asked">Neurons beside each other; null for a block about as wide as high.</param>
internal sealed class ContactSheet(int? asked)
{
    /// <summary>Pixels between neurons, and between tensors.</summary>
    private const int Gap = 2, GapBetween = 10;

    /// <summary>Side, in pixels, that small pictures are brought to by whole factors.</summary>
    private const int Side = 60;

    private readonly List<Block> blocks = [];
    private byte[]? pixels;

    public long Width => blocks.Max(b => b.Width);

    public long Height => blocks[^1].Top + blocks[^1].Height;

    /// <summary>Levels of a <see cref="WeightPicture"/>, blank where no weight is.</summary>
    public ReadOnlySpan<byte> Pixels => pixels;

    /// <summary>Makes room for the first neurons of a tensor, beneath what there is.</summary>
    public void Add(NeuronLayout layout, int neurons)
    {
        int scale = Math.Max(1, (int)Math.Round((double)Side / Math.Max(layout.Height, layout.Width), MidpointRounding.AwayFromZero));
        int columns = Math.Clamp(asked ?? (int)Math.Ceiling(Math.Sqrt((double)neurons * layout.Height / layout.Width)), 1, neurons);
        blocks.Add(new Block(layout, neurons, columns, scale, blocks.Count == 0 ? 0 : Height + GapBetween));
    }

    /// <summary>Draws a block that <see cref="Add"/> has made room for.</summary>
    /// <param name="number">The block's.</param>
    /// <param name="tensor">Its name, for the row.</param>
    /// <param name="at">Gives the weight at an index.</param>
    /// <param name="contrast">Whose largest weight has the strongest colour.</param>
    public SheetRow Draw(int number, string tensor, Func<long, float> at, PictureContrast contrast)
    {
        pixels ??= new byte[Width * Height];
        Block block = blocks[number];
        NeuronLayout layout = block.Layout;
        float[] weights = new float[layout.Height * layout.Width];
        float largest = 0;
        if (contrast == PictureContrast.Layer)
        {
            for (int neuron = 0; neuron < block.Neurons; neuron++)
            {
                Read(layout, neuron, at, weights);
                largest = Math.Max(largest, Largest(weights));
            }
        }
        for (int neuron = 0; neuron < block.Neurons; neuron++)
        {
            Read(layout, neuron, at, weights);
            Put(block, neuron, WeightPicture.Of(weights, layout.Width, layout.Height, contrast == PictureContrast.Layer ? largest : Largest(weights)));
        }
        return new SheetRow(tensor, block.Neurons, layout.Count, layout.Height, layout.Width, block.Columns, block.Scale, (int)block.Top);
    }

    /// <summary>As grey: dark below zero, light above, white where no weight is.</summary>
    public byte[] OnWhite() => Array.ConvertAll(pixels!, level => level == WeightPicture.Blank ? byte.MaxValue : level);

    private void Put(Block block, int neuron, WeightPicture picture)
    {
        long start = ((block.Top + (neuron / block.Columns * block.PitchY)) * Width) + (neuron % block.Columns * block.PitchX);
        for (int y = 0; y < picture.Height * block.Scale; y++)
        {
            Span<byte> line = pixels.AsSpan((int)(start + (y * Width)), picture.Width * block.Scale);
            for (int x = 0; x < line.Length; x++)
                line[x] = picture.Levels[(y / block.Scale * picture.Width) + (x / block.Scale)];
        }
    }

    private static void Read(NeuronLayout layout, int neuron, Func<long, float> at, float[] weights)
    {
        for (int i = 0; i < weights.Length; i++)
            weights[i] = at(layout.IndexOf(neuron, i / layout.Width, i % layout.Width));
    }

    private static float Largest(float[] weights)
    {
        float largest = 0;
        foreach (float weight in weights)
            largest = float.IsFinite(weight) ? Math.Max(largest, Math.Abs(weight)) : largest;
        return largest;
    }

    private sealed record Block(NeuronLayout Layout, int Neurons, int Columns, int Scale, long Top)
    {
        public long PitchX => ((long)Layout.Width * Scale) + Gap;

        public long PitchY => ((long)Layout.Height * Scale) + Gap;

        public long Width => (Columns * PitchX) - Gap;

        public long Height => ((Neurons + Columns - 1L) / Columns * PitchY) - Gap;
    }
}
