using System.Buffers.Binary;

namespace NNCompress.Tool.Tests.Malformed;

/// <summary>Repairs the checksum of a spoilt .nnz file (FORMAT.md: CRC-32 at byte 5 of all that follows it), so that what lies behind it is tried.</summary>
internal static class NnzChecksum
{
    private const int At = 5, Header = 9;

    public static byte[] Repaired(byte[] file)
    {
        byte[] repaired = [.. file];
        if (file.Length >= Header)
            BinaryPrimitives.WriteUInt32LittleEndian(repaired.AsSpan(At), Crc32(repaired.AsSpan(Header)));
        return repaired;
    }

    /// <summary>The CRC of ISO 3309, bit by bit.</summary>
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
        }
        return ~crc;
    }
}
