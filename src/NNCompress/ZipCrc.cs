namespace NNCompress;

/// <summary>CRC-32 as zip, gzip and PNG compute it: polynomial 0xEDB88320, bits reversed (PNG specification, annex D).</summary>
internal static class ZipCrc
{
    /// <summary>The state before the first byte; the checksum is the complement of the state after the last.</summary>
    public const uint Start = uint.MaxValue;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Entry((uint)i))];

    public static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
            state = Table[(byte)(state ^ b)] ^ (state >> 8);
        return state;
    }

    private static uint Entry(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
        return value;
    }
}
