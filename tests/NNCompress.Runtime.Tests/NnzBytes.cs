using NNCompress.Runtime;

namespace NNCompress.Runtime.Tests;

/// <summary>Files made by hand.</summary>
internal static class NnzBytes
{
    /// <summary>The smallest file with a tensor: 'w', a scalar, 1.0, raw; the model is nothing but its four bytes.</summary>
    public static byte[] Smallest => Sealed(
        [
            .. UInt32(Crc32.Of([0, 0, 0x80, 0x3F], 0, 4)), // of the model
            4, 0, 0, 1, // bytes of the model, of the skeleton, of the skeleton's section; tensors
            0, 0x10, 0, 1, (byte)'w', 0, 4, // place, kind, name by itself, its length, the name, rank, bytes of the section
            0, 0, 0x80, 0x3F,
        ]);

    /// <summary>
    /// Written by version 1: tensors "a" [2,3] quantised at 0.5, "b" [2] as half floats, and "c" [1], raw. Every later version must read it.
    /// </summary>
    public static byte[] Golden => Convert.FromBase64String(GoldenText);

    public const string GoldenText = "iU5OWgH73Xq3foWUgTkVDQMLEgIBAgIDCgahAAFiAQIEALAAAWMBAQQ864rrsGXtDCR974+GQwA/ai7EJmEmgAA+ALTNzMw9";

    /// <summary>Signature, version and checksum in front of content that begins with the model's checksum.</summary>
    public static byte[] Sealed(byte[] content) => [0x89, 0x4E, 0x4E, 0x5A, 1, .. UInt32(Crc32.Of(content, 0, content.Length)), .. content];

    /// <summary>The file with its content checksum made right again.</summary>
    public static byte[] Resealed(byte[] file) => Sealed(file[9..]);

    public static byte[] UInt32(uint value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];
}
