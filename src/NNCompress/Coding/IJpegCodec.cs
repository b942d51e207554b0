namespace NNCompress.Coding;

/// <summary>JPEG of 8-bit grayscale pictures (ITU-T T.81, one component). Several threads call it at once.</summary>
public interface IJpegCodec
{
    string Name { get; }

    /// <summary>Encodes one picture as a complete JFIF stream.</summary>
    /// <param name="pixels">width × height bytes, row-major.</param>
    /// <param name="width">1 to 65,535.</param>
    /// <param name="height">1 to 65,535.</param>
    /// <param name="quality">1 to 100: the standard's example table (T.81 K.1) scaled as the Independent JPEG Group does.</param>
    byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int quality);

    /// <summary>Decodes a grayscale stream.</summary>
    /// <returns>width × height bytes, row-major.</returns>
    /// <exception cref="InvalidDataException">The stream is damaged or not of a kind that this codec reads.</exception>
    byte[] Decode(ReadOnlySpan<byte> jpeg, out int width, out int height);
}
