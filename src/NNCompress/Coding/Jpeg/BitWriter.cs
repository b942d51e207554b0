namespace NNCompress.Coding.Jpeg;

/// <summary>Packs bits, most significant first, and stuffs a zero byte after each FF (ITU-T T.81, F.1.2.3).</summary>
internal sealed class BitWriter(Stream output)
{
    private ulong window;
    private int filled;

    /// <param name="bits">Its lowest <paramref name="count"/> bits; the others are zero.</param>
    /// <param name="count">0 to 16.</param>
    public void Put(int bits, int count)
    {
        window = (window << count) | (uint)bits;
        for (filled += count; filled >= 8; filled -= 8)
        {
            byte next = (byte)(window >> (filled - 8));
            output.WriteByte(next);
            if (next == 0xFF)
                output.WriteByte(0);
        }
    }

    /// <summary>Fills the last byte with ones.</summary>
    public void Flush()
    {
        int open = (8 - filled) % 8;
        Put((1 << open) - 1, open);
    }
}
