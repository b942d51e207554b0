using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>
/// Pooling over one to three spatial dimensions. For each row of outputs the window's rows are reduced into one, over the whole width;
/// then that row is reduced tap by tap.
/// </summary>
internal abstract unsafe class Pool<TReduction>(Window3 window, int planes) : Kernel(0)
    where TReduction : struct, IReduction
{
    // Windows of 2×2 side by side, the commonest of all, go from the input to the output in one pass.
    private readonly bool pairs =
        window.Kernel is [1, 2, 2] && window.Strides is [_, 2, 2] && window.Dilations is [_, 1, 1] && !window.IsPadded
        && window.Output[1] * 2 <= window.Input[1] && window.Output[2] * 2 <= window.Input[2];

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
                    if (pairs)
                        ReducePairs(from + ((((nint)d * window.Strides[0] * window.Input[1]) + (2 * h)) * window.Input[2]), window.Input[2], to, window.Output[2]);
                    else
                        ReduceWindows(ReduceRows(from, d, h, frame.Scratch), to);
                    Finish(d, h, to);
                }
            }
        }
    }

    /// <summary>Called with each row of outputs.</summary>
    protected virtual void Finish(int d, int h, float* row)
    {
    }

    /// <summary>One row of 2×2 windows. Nothing is written past its end: there may be the next sample, which another thread computes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReducePairs(float* row, int width, float* to, int outputs)
    {
        for (int o = 0; o < outputs; o += 4, row += 8)
        {
            Vector128<float> low = TReduction.Combine(Vector128.Load(row), Vector128.Load(row + width));
            Vector128<float> high = TReduction.Combine(Vector128.Load(row + 4), Vector128.Load(row + width + 4));
            Vector128<float> result = TReduction.Combine(Vectors.Even(low, high), Vectors.Odd(low, high));
            if (o + 4 <= outputs)
                Vector128.Store(result, to + o);
            for (int i = 0; o + 4 > outputs && o + i < outputs; i++)
                to[o + i] = result[i];
        }
    }

    private void ReduceWindows(float* row, float* to)
    {
        new Span<float>(to, window.Output[2]).Fill(TReduction.Start);
        for (int tap = 0; tap < valid.Length && row != null; tap++)
            ReduceTap(row - window.Begin[2] + (tap * window.Dilations[2]), valid[tap], to);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
                Vector128.Store(TReduction.Combine(Vector128.Load(to + o), Vectors.Even(low, high)), to + o);
            }
        }
        for (; o < range.To; o++)
            to[o] = TReduction.Combine(Vector128.CreateScalar(to[o]), Vector128.CreateScalar(row[(nint)o * stride])).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Combine(float* a, float* b, float* to, int length)
    {
        int i = 0;
        for (; i + 4 <= length; i += 4)
            Vector128.Store(TReduction.Combine(Vector128.Load(a + i), Vector128.Load(b + i)), to + i);
        for (; i < length; i++)
            to[i] = TReduction.Combine(Vector128.CreateScalar(a[i]), Vector128.CreateScalar(b[i])).ToScalar();
    }
}
