using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>The writing end of <see cref="RangeDecoder"/>: 32-bit range, carries run back through the bytes written.</summary>
internal struct RangeEncoder : IBinaryCoder
{
    private const uint Renew = 1u << 24;

    private readonly List<byte> output;
    private ulong low;
    private uint range;

    public RangeEncoder(List<byte> output)
    {
        this.output = output;
        range = uint.MaxValue;
    }

    public int Code(int bit, int one)
    {
        uint bound = (uint)(((ulong)range * (uint)one) >> 16);
        if (bit != 0)
        {
            range = bound;
        }
        else
        {
            low += bound;
            range -= bound;
        }
        while (range < Renew)
        {
            Emit();
            range <<= 8;
        }
        return bit;
    }

    /// <summary>Ends the stream with as few bytes as tell it apart; zeros at the end are implied.</summary>
    public void Finish()
    {
        for (int zeros = 32; zeros >= 0; zeros--)
        {
            ulong mask = (1ul << zeros) - 1;
            ulong candidate = (low + mask) & ~mask;
            if (candidate - low < range)
            {
                low = candidate;
                break;
            }
        }
        for (int i = 0; i < 4; i++)
            Emit();
        Carry();
        while (output.Count > 0 && output[^1] == 0)
            output.RemoveAt(output.Count - 1);
    }

    private void Emit()
    {
        Carry();
        output.Add((byte)(low >> 24));
        low = (low << 8) & uint.MaxValue;
    }

    private void Carry()
    {
        if (low <= uint.MaxValue)
            return;
        int i = output.Count - 1;
        while (output[i] == 255)
            output[i--] = 0;
        output[i]++;
        low &= uint.MaxValue;
    }
}
