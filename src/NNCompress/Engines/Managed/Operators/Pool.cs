using System.Runtime.Intrinsics;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>
/// Pooling over one to three spatial dimensions. For each row of outputs the window's rows are reduced into one, over the whole width;
/// then that row is reduced tap by tap.
/// </summary>
internal abstract unsafe class Pool<TReduction>(Window3 window, int planes) : Kernel(0)
    where TReduction : struct, IReduction
{
    private readonly (int From, int To)[] valid = [.. Enumerable.Range(0, window.Kernel[2]).Select(tap => window.Valid(2, tap))];

    // A row of the input, then one of the output; both may be overrun by a vector.
    public override long ScratchLength => window.Input[2] + 16;

    public override void Run(in KernelFrame frame)
    {
        float* to = frame.Output, from = frame.Input(0);
        for (int plane = 0; plane < planes; plane++, from += window.InputPlane)
        {
            for (int d = 0; d < window.Output[0]; d++)
            {
                for (int h = 0; h < window.Output[1]; h++, to += window.Output[2])
                {
                    float* row = ReduceRows(from, d, h, frame.Scratch);
                    new Span<float>(to, window.Output[2]).Fill(TReduction.Start);
                    for (int tap = 0; tap < valid.Length && row != null; tap++)
                        ReduceTap(row - window.Begin[2] + (tap * window.Dilations[2]), valid[tap], to);
                    Finish(d, h, to);
                }
            }
        }
    }

    /// <summary>Called with each row of outputs.</summary>
    protected virtual void Finish(int d, int h, float* row)
    {
    }

    /// <summary>The rows that the window covers at output row (d, h) as one, or null where it covers padding alone.</summary>
    private float* ReduceRows(float* plane, int d, int h, float* scratch)
    {
        float* result = null;
        int width = window.Input[2];
        for (int i = 0; i < window.Kernel[0]; i++)
        {
            int depth = (d * window.Strides[0]) - window.Begin[0] + (i * window.Dilations[0]);
            if (depth < 0 || depth >= window.Input[0])
                continue;
            for (int j = 0; j < window.Kernel[1]; j++)
            {
                int height = (h * window.Strides[1]) - window.Begin[1] + (j * window.Dilations[1]);
                if (height < 0 || height >= window.Input[1])
                    continue;
                float* next = plane + ((((nint)depth * window.Input[1]) + height) * width);
                if (result is null)
                {
                    result = next;
                    continue;
                }
                Combine(result, next, scratch, width);
                result = scratch;
            }
        }
        return result;
    }

    private void ReduceTap(float* row, (int From, int To) range, float* to)
    {
        int stride = window.Strides[2], o = range.From;
        if (stride == 1)
        {
            Combine(to + o, row + o, to + o, range.To - o);
            return;
        }
        if (stride == 2)
        {
            for (; o + 4 <= range.To; o += 4)
            {
                Vector128<float> low = Vector128.Load(row + (2 * o)), high = Vector128.Load(row + (2 * o) + 4);
                Vector128<float> even = Vector128.Create(
                    Vector128.Shuffle(low, Vector128.Create(0, 2, 0, 2)).GetLower(), Vector128.Shuffle(high, Vector128.Create(0, 2, 0, 2)).GetLower());
                Vector128.Store(TReduction.Combine(Vector128.Load(to + o), even), to + o);
            }
        }
        for (; o < range.To; o++)
            to[o] = TReduction.Combine(Vector128.CreateScalar(to[o]), Vector128.CreateScalar(row[(nint)o * stride])).ToScalar();
    }

    private static void Combine(float* a, float* b, float* to, int length)
    {
        int i = 0;
        for (; i + 4 <= length; i += 4)
            Vector128.Store(TReduction.Combine(Vector128.Load(a + i), Vector128.Load(b + i)), to + i);
        for (; i < length; i++)
            to[i] = TReduction.Combine(Vector128.CreateScalar(a[i]), Vector128.CreateScalar(b[i])).ToScalar();
    }
}
