using System.Runtime.CompilerServices;
using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed.Interleaved;

/// <summary><see cref="TapProduct"/> for one vector width.</summary>
internal sealed unsafe class VectorTapProduct<TPath, TVector>(TapTable table, int lines, int steps, int tallest) : TapProduct(table, lines, steps, tallest)
    where TPath : struct, IVectorPath<TVector>
    where TVector : struct
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(float* source, float* result, float* bias, int from, int to, bool add)
    {
        const int Samples = Interleaving.Samples;
        nint row = (nint)Table.Positions.Length * Samples, distance = (nint)Table.Distance * Samples;
        float* edge = stackalloc float[8 * Samples];
        float* edgeBias = stackalloc float[8];
        for (int p = from; p < to; p++)
        {
            TapPosition position = Table.Positions[p];
            float* origin = source + ((nint)position.Base * Samples);
            for (int part = 0; part < Table.Parts; part++)
            {
                TapRun* runs = Table.Runs(position.Class, part, out int count);
                bool last = part == Table.Parts - 1;
                foreach ((int first, int height) in Tiles)
                {
                    float* there = result + (first * row) + ((nint)p * Samples), addend = last && bias != null ? bias + first : null;
                    int held = Math.Min(height, Lines - first);
                    if (held == height)
                    {
                        Tile(runs, count, first, height, origin, distance, there, row, addend, add || part > 0);
                        continue;
                    }
                    // The result has no room for the kernels that fill the tile up.
                    for (int i = 0; i < held; i++)
                    {
                        new ReadOnlySpan<float>(there + (i * row), Samples).CopyTo(new Span<float>(edge + (i * Samples), Samples));
                        edgeBias[i] = addend == null ? 0 : addend[i];
                    }
                    Tile(runs, count, first, height, origin, distance, edge, Samples, addend == null ? null : edgeBias, add || part > 0);
                    for (int i = 0; i < held; i++)
                        new ReadOnlySpan<float>(edge + (i * Samples), Samples).CopyTo(new Span<float>(there + (i * row), Samples));
                }
            }
        }
        GC.KeepAlive(this);
    }

    private void Tile(TapRun* runs, int count, int first, int height, float* origin, nint distance, float* to, nint row, float* bias, bool accumulate)
    {
        float* kernels = Tile(first);
        for (int lane = 0; lane < Interleaving.Samples; lane += 2 * TPath.Count)
        {
            if (height == 8)
                TapKernel<TPath, TVector>.Eight(runs, count, kernels, origin + lane, distance, to + lane, row, bias, accumulate);
            else
                TapKernel<TPath, TVector>.Four(runs, count, kernels, origin + lane, distance, to + lane, row, bias, accumulate);
        }
    }
}
