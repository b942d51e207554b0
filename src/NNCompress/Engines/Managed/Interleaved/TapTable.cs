using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Engines.Managed.Interleaved;

/// <summary>Which elements and kernel weights each position of a convolution's result sums up. Padding is left out instead of read.</summary>
internal sealed unsafe class TapTable
{
    private const long MaxRuns = 1 << 22;

    private readonly TapRun[] runs;
    private readonly (int Start, int Count)[] ranges;

    private TapTable(TapPosition[] positions, List<List<TapRun>> lists, int parts, int distance)
    {
        (Positions, Parts, Distance) = (positions, parts, distance);
        runs = GC.AllocateUninitializedArray<TapRun>(lists.Sum(l => l.Count), pinned: true);
        ranges = new (int, int)[lists.Count];
        int start = 0;
        for (int i = 0; i < lists.Count; i++)
        {
            lists[i].CopyTo(runs, start);
            ranges[i] = (start, lists[i].Count);
            start += lists[i].Count;
        }
    }

    public TapPosition[] Positions { get; }

    /// <summary>Parts that each sum is made of, as a matrix product cuts its inner dimension.</summary>
    public int Parts { get; }

    /// <summary>Elements from a term of a run to the next.</summary>
    public int Distance { get; }

    /// <summary>Runs of a class in one part; valid while this object is referenced.</summary>
    public TapRun* Runs(int @class, int part, out int count)
    {
        (int start, count) = ranges[(@class * Parts) + part];
        fixed (TapRun* first = runs)
            return first + start;
    }

    /// <summary>Whether the tables of a window, forward and backward, are of a bearable size: windows as large as images have many classes.</summary>
    public static bool Fits(Window3 window, int channels)
    {
        long runs = channels;
        for (int i = 0; i < 3; i++)
            runs *= Math.Min(MaxRuns, (long)window.Kernel[i] * Math.Min(2L * window.Kernel[i], Math.Max(window.Input[i], window.Output[i])));
        return runs <= MaxRuns;
    }

    /// <summary>Y = W·X: steps are channel, then tap, in the order of the kernels' tensor.</summary>
    public static TapTable Forward(Window3 window, int channels)
    {
        Axis[] axes = [.. Enumerable.Range(0, 3).Select(i => Axis.Forward(window, i))];
        int[] kernel = window.Kernel, input = window.Input;
        int part = InnerBlocks.Size(channels * kernel[0] * kernel[1] * kernel[2]);
        int parts = InnerBlocks.Of(channels * kernel[0] * kernel[1] * kernel[2]).Count();
        List<List<TapRun>> lists = [];
        foreach ((Tap[] depths, Tap[] heights, Tap[] columns) in Classes(axes))
        {
            List<TapRun>[] byPart = [.. Enumerable.Range(0, parts).Select(_ => new List<TapRun>())];
            for (int c = 0; c < channels && columns.Length > 0; c++)
            {
                foreach (Tap d in depths)
                {
                    foreach (Tap h in heights)
                    {
                        int step = (((((c * kernel[0]) + d.Index) * kernel[1]) + h.Index) * kernel[2]) + columns[0].Index;
                        Cut(byPart, part, new TapRun(step, (((((c * input[0]) + d.Offset) * input[1]) + h.Offset) * input[2]) + columns[0].Offset, columns.Length), window.Dilations[2]);
                    }
                }
            }
            lists.AddRange(byPart);
        }
        return new TapTable(Place(axes, input), lists, parts, window.Dilations[2]);
    }

    /// <summary>dX = Wᵀ·dY: steps are tap, then kernel.</summary>
    public static TapTable Backward(Window3 window, int kernels)
    {
        Axis[] axes = [.. Enumerable.Range(0, 3).Select(i => Axis.Backward(window, i))];
        int[] kernel = window.Kernel, output = window.Output;
        List<List<TapRun>> lists = [];
        foreach ((Tap[] depths, Tap[] heights, Tap[] columns) in Classes(axes))
        {
            List<TapRun> list = [];
            foreach (Tap d in depths)
            {
                foreach (Tap h in heights)
                {
                    foreach (Tap w in columns)
                    {
                        int tap = (((d.Index * kernel[1]) + h.Index) * kernel[2]) + w.Index;
                        list.Add(new TapRun(tap * kernels, (((d.Offset * output[1]) + h.Offset) * output[2]) + w.Offset, kernels));
                    }
                }
            }
            lists.Add(list);
        }
        return new TapTable(Place(axes, output), lists, 1, window.OutputPlane);
    }

    private static IEnumerable<(Tap[] Depths, Tap[] Heights, Tap[] Columns)> Classes(Axis[] axes) =>
        from d in axes[0].Classes from h in axes[1].Classes from w in axes[2].Classes select (d, h, w);

    private static TapPosition[] Place(Axis[] axes, int[] source) =>
    [
        .. from d in axes[0].Positions
           from h in axes[1].Positions
           from w in axes[2].Positions
           select new TapPosition((((d.Base * source[1]) + h.Base) * source[2]) + w.Base, (((d.Class * axes[1].Classes.Count) + h.Class) * axes[2].Classes.Count) + w.Class),
    ];

    /// <summary>Splits a run where a part of the inner dimension ends.</summary>
    private static void Cut(List<TapRun>[] parts, int length, TapRun run, int distance)
    {
        while (run.Count > 0)
        {
            int part = run.Step / length, count = Math.Min(run.Count, ((part + 1) * length) - run.Step);
            parts[part].Add(run with { Count = count });
            run = new TapRun(run.Step + count, run.Offset + (count * distance), run.Count - count);
        }
    }

    /// <summary>A tap of one dimension, and where it leads from a position's base.</summary>
    private readonly record struct Tap(int Index, int Offset);

    /// <summary>The positions of one dimension, and the taps that each class of them has.</summary>
    private sealed class Axis
    {
        public List<TapPosition> Positions { get; } = [];

        public List<Tap[]> Classes { get; } = [];

        public static Axis Forward(Window3 window, int dimension)
        {
            Axis axis = new();
            for (int o = 0; o < window.Output[dimension]; o++)
            {
                int start = (o * window.Strides[dimension]) - window.Begin[dimension];
                axis.Add(start, Enumerable.Range(0, window.Kernel[dimension]).Select(t => new Tap(t, t * window.Dilations[dimension]))
                    .Where(t => start + t.Offset >= 0 && start + t.Offset < window.Input[dimension]));
            }
            return axis;
        }

        /// <summary>Input element q met tap t at output (q + begin − t·dilation) / stride, where that is whole and inside.</summary>
        public static Axis Backward(Window3 window, int dimension)
        {
            Axis axis = new();
            int stride = window.Strides[dimension];
            for (int q = 0; q < window.Input[dimension]; q++)
            {
                int shifted = q + window.Begin[dimension], origin = shifted / stride, rest = shifted % stride;
                axis.Add(origin, Enumerable.Range(0, window.Kernel[dimension]).Where(t => ((t * window.Dilations[dimension]) - rest) % stride == 0)
                    .Select(t => new Tap(t, (rest - (t * window.Dilations[dimension])) / stride))
                    .Where(t => origin + t.Offset >= 0 && origin + t.Offset < window.Output[dimension]));
            }
            return axis;
        }

        private void Add(int origin, IEnumerable<Tap> taps)
        {
            Tap[] list = [.. taps];
            int index = Classes.FindIndex(c => c.SequenceEqual(list));
            if (index < 0)
            {
                Classes.Add(list);
                index = Classes.Count - 1;
            }
            Positions.Add(new TapPosition(origin, index));
        }
    }
}
