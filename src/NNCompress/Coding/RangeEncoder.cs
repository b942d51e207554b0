using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>The writing end of <see cref="RangeDecoder"/>: 64-bit range, carries run back through the bytes written.</summary>
internal struct RangeEncoder : IBinaryCoder
{
    private readonly List<byte> output;
    private readonly int first;
    private ulong low;
    private ulong range;

    /// <param name="output">What it has already stays as it is.</param>
    public RangeEncoder(List<byte> output)
    {
        this.output = output;
        first = output.Count;
        range = ulong.MaxValue;
    }

    public int Code(int bit, int one)
    {
        ulong bound = (range >> 16) * (uint)one;
        if (bit != 0)
        {
            range = bound;
        }
        else
        {
            Add(bound);
            range -= bound;
        }
        if (range <= uint.MaxValue)
        {
            Emit();
            range <<= 32;
        }
        return bit;
    }

    public int CodeUnforeseen(int bit, int one) => Code(bit, one);

    /// <summary>Ends the stream with as few bytes as tell it apart; zeros at the end are implied.</summary>
    /// <param name="least">Bytes that are written in any case, though zeros: no more than the decoder reads.</param>
    public void Finish(int least = 0)
    {
        for (int zeros = 63; zeros >= 0; zeros--)
        {
            // How far up the next multiple of 2^zeros lies.
            ulong up = (0ul - low) & ((1ul << zeros) - 1);
            if (up < range)
            {
                Add(up);
                break;
            }
        }
        Emit();
        Emit();
        while (output.Count > first + least && output[^1] == 0)
            output.RemoveAt(output.Count - 1);
    }

    private void Add(ulong bound)
    {
        ulong sum = low + bound;
        if (sum < low)
        {
            int i = output.Count - 1;
            while (output[i] == 255)
                output[i--] = 0;
            output[i]++;
        }
        low = sum;
    }

    private void Emit()
    {
        for (int shift = 56; shift >= 32; shift -= 8)
            output.Add((byte)(low >> shift));
        low <<= 32;
    }
}
