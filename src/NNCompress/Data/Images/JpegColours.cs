namespace NNCompress.Data.Images;

/// <summary>From a frame's samples to a picture: chroma is brought to full size, and YCbCr becomes RGB (JFIF 1.02; ITU-T T.871).</summary>
internal static class JpegColours
{
    /// <param name="frame">All of whose components are decoded.</param>
    /// <param name="transform">What Adobe's segment says: 0 for RGB, 1 for YCbCr; null where there is none.</param>
    public static Picture Of(JpegFrame frame, int? transform)
    {
        int pixels = frame.Width * frame.Height;
        byte[][] planes = [.. frame.Components.Select(c => ChromaUpsampling.Full(c, frame))];
        float[] values = new float[pixels * planes.Length];
        bool coloured = planes.Length == 3 && (transform is { } given ? given != 0 : !IsRgb(frame));
        for (int i = 0; i < pixels; i++)
        {
            if (!coloured)
            {
                for (int plane = 0; plane < planes.Length; plane++)
                    values[i + (plane * pixels)] = planes[plane][i];
                continue;
            }
            // In 16 fractional bits, as libjpeg does it.
            int luma = planes[0][i], blue = planes[1][i] - 128, red = planes[2][i] - 128;
            values[i] = Clamped(luma + (((91881 * red) + 32768) >> 16));
            values[i + pixels] = Clamped(luma + (((-22554 * blue) - (46802 * red) + 32768) >> 16));
            values[i + (2 * pixels)] = Clamped(luma + (((116130 * blue) + 32768) >> 16));
        }
        return new Picture(frame.Width, frame.Height, planes.Length, values);
    }

    private static bool IsRgb(JpegFrame frame) => (frame.Components[0].Id, frame.Components[1].Id, frame.Components[2].Id) == ('R', 'G', 'B');

    private static byte Clamped(int value) => (byte)Math.Clamp(value, 0, 255);
}
