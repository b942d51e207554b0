using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Engines.Managed.Interleaved;

/// <summary>The largest element of each window of interleaved images, and the way back to the first of equals.</summary>
internal sealed unsafe class WindowMaximum
{
    private const int Samples = Interleaving.Samples;

    private readonly Window3 window;
    private readonly TapTable table;

    // Each element of the input is in exactly one window.
    private readonly bool partition;

    // And those are 2×2, the commonest of all.
    private readonly bool pairs;

    public WindowMaximum(Window3 window)
    {
        this.window = window;
        table = TapTable.Forward(window, 1);
        partition = !window.IsPadded && Enumerable.Range(0, 3).All(i =>
            window.Dilations[i] == 1 && window.Strides[i] == window.Kernel[i] && window.Output[i] * window.Strides[i] == window.Input[i]);
        pairs = partition && window.Kernel is [1, 2, 2];
    }

    /// <summary>Takes the gradient of one channel's result to its input.</summary>
    /// <param name="x">The channel's plane.</param>
    /// <param name="y">The result's plane.</param>
    /// <param name="dy">The result's gradient.</param>
    /// <param name="dx">The plane's gradient.</param>
    /// <param name="add">Adds to it instead of setting it.</param>
    public void Differentiate(float* x, float* y, float* dy, float* dx, bool add)
    {
        if (pairs && !add)
        {
            ScatterPairs(x, y, dy, dx);
            return;
        }
        if (!add && !partition)
            new Span<float>(dx, window.InputPlane * Samples).Clear();
        Scatter(x, y, dy, dx, add || !partition);
    }

    /// <summary>The largest element of each window of one channel.</summary>
    /// <param name="x">The channel's plane.</param>
    /// <param name="y">The result's plane.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Reduce(float* x, float* y)
    {
        nint distance = (nint)table.Distance * Samples;
        foreach (TapPosition position in table.Positions)
        {
            Vector256<float> a = Vector256.Create(float.NegativeInfinity), b = a, c = a, d = a;
            for (int part = 0; part < table.Parts; part++)
            {
                TapRun* runs = table.Runs(position.Class, part, out int count);
                for (TapRun* end = runs + count; runs < end; runs++)
                {
                    float* from = x + (((nint)position.Base + runs->Offset) * Samples);
                    for (int i = runs->Count; i > 0; i--, from += distance)
                    {
                        a = Vector256.Max(a, Vector256.Load(from));
                        b = Vector256.Max(b, Vector256.Load(from + 8));
                        c = Vector256.Max(c, Vector256.Load(from + 16));
                        d = Vector256.Max(d, Vector256.Load(from + 24));
                    }
                }
            }
            Vector256.Store(a, y);
            Vector256.Store(b, y + 8);
            Vector256.Store(c, y + 16);
            Vector256.Store(d, y + 24);
            y += Samples;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scatter(float* x, float* y, float* dy, float* dx, bool add)
    {
        nint distance = (nint)table.Distance * Samples;
        foreach (TapPosition position in table.Positions)
        {
            for (int lane = 0; lane < Samples; lane += 16)
            {
                Vector256<float> y0 = Vector256.Load(y + lane), y1 = Vector256.Load(y + lane + 8);
                // What has not gone anywhere yet.
                Vector256<float> rest0 = Vector256.Load(dy + lane), rest1 = Vector256.Load(dy + lane + 8);
                for (int part = 0; part < table.Parts; part++)
                {
                    TapRun* runs = table.Runs(position.Class, part, out int count);
                    for (TapRun* end = runs + count; runs < end; runs++)
                    {
                        nint at = (((nint)position.Base + runs->Offset) * Samples) + lane;
                        for (int i = runs->Count; i > 0; i--, at += distance)
                        {
                            Vector256<float> hit0 = Vector256.Equals(Vector256.Load(x + at), y0), hit1 = Vector256.Equals(Vector256.Load(x + at + 8), y1);
                            Vector256<float> slope0 = hit0 & rest0, slope1 = hit1 & rest1;
                            rest0 = Vector256.AndNot(rest0, hit0);
                            rest1 = Vector256.AndNot(rest1, hit1);
                            Vector256.Store(add ? Vector256.Load(dx + at) + slope0 : slope0, dx + at);
                            Vector256.Store(add ? Vector256.Load(dx + at + 8) + slope1 : slope1, dx + at + 8);
                        }
                    }
                }
            }
            y += Samples;
            dy += Samples;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScatterPairs(float* x, float* y, float* dy, float* dx)
    {
        int line = window.Input[2] * Samples;
        for (int row = window.Output[0] * window.Output[1]; row > 0; row--, x += line, dx += line)
        {
            for (int column = window.Output[2]; column > 0; column--, x += Samples, dx += Samples)
            {
                for (int lane = 0; lane < Samples; lane += 8, x += 8, dx += 8, y += 8, dy += 8)
                {
                    Vector256<float> top = Vector256.Load(y), rest = Vector256.Load(dy);
                    Vector256<float> hit = Vector256.Equals(Vector256.Load(x), top);
                    Vector256.Store(hit & rest, dx);
                    rest = Vector256.AndNot(rest, hit);
                    hit = Vector256.Equals(Vector256.Load(x + Samples), top);
                    Vector256.Store(hit & rest, dx + Samples);
                    rest = Vector256.AndNot(rest, hit);
                    hit = Vector256.Equals(Vector256.Load(x + line), top);
                    Vector256.Store(hit & rest, dx + line);
                    rest = Vector256.AndNot(rest, hit);
                    hit = Vector256.Equals(Vector256.Load(x + line + Samples), top);
                    Vector256.Store(hit & rest, dx + line + Samples);
                }
            }
        }
    }
}
