using System.Buffers.Binary;

namespace NNCompress.ImageSharp;

/// <summary>Version 2 writes a table of steps for colours that a grayscale picture has not: 64 zeros, which T.81 has no meaning for.</summary>
internal static class EmptyTables
{
    private const byte Dqt = 0xDB, Sos = 0xDA;

    private const int TableBytes = 1 + 64;

    /// <summary>The stream without tables of 8-bit steps that are all zero.</summary>
    /// <param name="stream">From SOI on.</param>
    public static byte[] Removed(byte[] stream)
    {
        int at = 2;
        while (at + 4 <= stream.Length && stream[at] == 0xFF && stream[at + 1] != Sos)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(stream.AsSpan(at + 2)), end = at + 2 + length;
            if (stream[at + 1] == Dqt && end <= stream.Length && (length - 2) % TableBytes == 0)
            {
                byte[] kept = [.. stream[(at + 4)..end].Chunk(TableBytes).Where(table => table.AsSpan(1).ContainsAnyExcept((byte)0)).SelectMany(table => table)];
                if (kept.Length < length - 2)
                    return [.. stream[..(at + 2)], (byte)((kept.Length + 2) >> 8), (byte)(kept.Length + 2), .. kept, .. stream[end..]];
            }
            at = end;
        }
        return stream;
    }
}
