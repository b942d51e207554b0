using System.Runtime.Intrinsics;
using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed.Interleaved;

/// <summary>
/// A layout with the samples innermost: blocks of <see cref="Samples"/> samples, in each the elements of a sample, each as one run of that
/// many floats, one a sample. What is the same for all samples, as convolution and pooling are, then works on whole vectors, whatever the
/// image's size. The last block is filled up; gradients are 0 in its filling.
/// </summary>
internal static unsafe class Interleaving
{
    /// <summary>Samples in a block.</summary>
    public const int Samples = 32;

    public static int Blocks(int samples) => (samples + Samples - 1) / Samples;

    /// <summary>Whether so many samples fill their blocks well enough to be worth it.</summary>
    public static bool Pays(int samples) => 2 * samples >= Blocks(samples) * Samples;

    /// <summary>Samples of a block that are not filling.</summary>
    public static int Held(int samples, int block) => Math.Min(Samples, samples - (block * Samples));

    /// <summary>Brings elements [from, from + count) of samples in rows into a block.</summary>
    /// <param name="rows">The block's first sample.</param>
    /// <param name="length">Elements of a sample.</param>
    /// <param name="held">Samples there are; the others are filled with zeros.</param>
    /// <param name="from">First element.</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="block">The block's first element.</param>
    public static void Pack(float* rows, int length, int held, int from, int count, float* block)
    {
        float* to = block + ((nint)from * Samples);
        if (held < Samples)
            new Span<float>(to, count * Samples).Clear();
        Transposition.Run(rows + from, length, held, count, to, Samples);
    }

    /// <summary>The way back; parameters likewise.</summary>
    public static void Unpack(float* block, int from, int count, float* rows, int length, int held) =>
        Transposition.Run(block + ((nint)from * Samples), Samples, count, held, rows + from, length);

    /// <summary>The sum of the 16 elements of each of several runs, in an order of its own that no vector width changes.</summary>
    /// <param name="runs">Runs after each other.</param>
    /// <param name="count">Number of runs, a multiple of 4.</param>
    /// <param name="sums">Where the sums go.</param>
    public static void Sums(float* runs, int count, float* sums)
    {
        for (int i = 0; i < count; i += 4, runs += 64)
        {
            Vector128<float> a = Quarter(runs), b = Quarter(runs + 16), c = Quarter(runs + 32), d = Quarter(runs + 48);
            Vector128<float> ab = Vectors.Even(a, b) + Vectors.Odd(a, b), cd = Vectors.Even(c, d) + Vectors.Odd(c, d);
            Vector128.Store(Vectors.Even(ab, cd) + Vectors.Odd(ab, cd), sums + i);
        }
    }

    /// <summary>The sum of a run of blocks' elements, a multiple of 16, likewise.</summary>
    public static float Sum(float* values, int length)
    {
        Vector128<float> a = default, b = default, c = default, d = default;
        for (float* end = values + length; values < end; values += 16)
        {
            a += Vector128.Load(values);
            b += Vector128.Load(values + 4);
            c += Vector128.Load(values + 8);
            d += Vector128.Load(values + 12);
        }
        a = (a + b) + (c + d);
        return (a[0] + a[1]) + (a[2] + a[3]);
    }

    private static Vector128<float> Quarter(float* run) =>
        (Vector128.Load(run) + Vector128.Load(run + 4)) + (Vector128.Load(run + 8) + Vector128.Load(run + 12));
}
