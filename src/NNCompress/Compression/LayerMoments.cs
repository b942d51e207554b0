using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Numerics;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>
/// The second moments of what a network's layers read, for as long as its encodings are tried: a deep network's take many times the memory of its weights. Those that
/// fit within a budget stay in memory; others are collected some layers at a time and wait in a temporary file, from which they are read when they are needed.
/// </summary>
internal sealed class LayerMoments
{
    /// <summary>Elements of all matrices that are held together.</summary>
    private const long MostHeld = 1 << 24;

    private const int Part = 1 << 20;

    private readonly Dictionary<string, (long Offset, int Length)> places = [];
    private readonly Dictionary<string, WeakReference<double[]>> read = [];
    private readonly SafeFileHandle? file;
    private long length;

    private LayerMoments(SecondMoments all, SafeFileHandle? file) => (All, this.file) = (all, file);

    /// <summary>What was collected: how often channels are active together and, where they stay in memory, the moments.</summary>
    public SecondMoments All { get; }

    /// <param name="engine">Runs the network.</param>
    /// <param name="dependencies">Of the network.</param>
    /// <param name="data">Its inputs.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <param name="mostHeld">Elements that may be held together; less in tests.</param>
    /// <exception cref="NncException">As for <see cref="IEngine.Observe"/>. NNC2003: the temporary folder cannot be written.</exception>
    public static LayerMoments Collect(IEngine engine, Dependencies dependencies, Dataset data, CancellationToken cancellation, long mostHeld = MostHeld)
    {
        (Layer Layer, long Size)[] layers = [.. dependencies.Layers.Where(l => l.IsMatrix).DistinctBy(l => l.Weight).Select(l => (l, (long)LayerBlocks.Of(dependencies.Network, l).Size))];
        if (layers.Sum(l => l.Size) <= mostHeld)
            return new LayerMoments(SecondMoments.Collect(engine, dependencies, data, null, cancellation), null);
        LayerMoments? moments = null;
        for (int from = 0, to; from < layers.Length; from = to)
        {
            long held = layers[from].Size;
            for (to = from + 1; to < layers.Length && held + layers[to].Size <= mostHeld; to++)
                held += layers[to].Size;
            Layer[] some = [.. layers[from..to].Select(l => l.Layer)];
            LargeMemory.Make(held * sizeof(double));
            SecondMoments part = SecondMoments.Collect(engine, dependencies, data, some.Select(l => l.Weight).ToHashSet(), coactive: true, null, cancellation);
            moments ??= new LayerMoments(part, StagedFile.Passing(Path.GetTempPath(), Path.GetTempPath()));
            foreach (Layer layer in some)
                moments.Spill(layer, part);
            moments.All.Absorb(part);
        }
        return moments!;
    }

    /// <summary>As of <see cref="SecondMoments.Of"/>.</summary>
    public double[] Of(Layer layer)
    {
        if (All.Of(layer) is { } held)
            return held;
        if (read.TryGetValue(layer.Weight, out WeakReference<double[]>? last) && last.TryGetTarget(out double[]? before))
            return before;
        (long offset, int count) = places[layer.Weight];
        LargeMemory.Make((long)count * sizeof(double));
        double[] values = new double[count];
        for (int at = 0; at < count; at += Part)
        {
            Span<byte> part = MemoryMarshal.AsBytes(values.AsSpan(at, Math.Min(Part, count - at)));
            for (long place = offset + ((long)at * sizeof(double)); part.Length > 0;)
            {
                int bytes = RandomAccess.Read(file!, part, place);
                if (bytes == 0)
                    throw new EndOfStreamException("The temporary file has become shorter.");
                part = part[bytes..];
                place += bytes;
            }
        }
        read[layer.Weight] = new WeakReference<double[]>(values);
        return values;
    }

    private void Spill(Layer layer, SecondMoments part)
    {
        if (part.Of(layer) is not { } values)
            return;
        places[layer.Weight] = (length, values.Length);
        for (int at = 0; at < values.Length; at += Part)
        {
            int start = at;
            StagedFile.Guard(Path.GetTempPath(), () => RandomAccess.Write(file!, MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(Part, values.Length - start))), length + ((long)start * sizeof(double))));
        }
        length += (long)values.Length * sizeof(double);
        part.Release(layer);
    }
}
