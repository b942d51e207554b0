using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NNCompress.Engines;

namespace NNCompress.Reports;

/// <summary>
/// A network's outputs as a NumPy file: version 1.0, little-endian 32-bit floats, shape [samples, outputs], row-major
/// (NumPy enhancement proposal 1, "A Simple File Format for NumPy Arrays").
/// </summary>
public static class PredictionsFile
{
    private const int HeaderAlignment = 64;

    /// <summary>Writes the file in one atomic step.</summary>
    /// <exception cref="NncException">NNC2003: the file cannot be written.</exception>
    public static void Write(string path, Predictions predictions) => AtomicFile.Write(path, stream =>
    {
        stream.Write(Header(predictions.Count, predictions.Width));
        byte[] row = new byte[predictions.Width * sizeof(float)];
        for (int sample = 0; sample < predictions.Count; sample++)
        {
            ReadOnlySpan<float> scores = predictions.Row(sample);
            for (int i = 0; i < scores.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(row.AsSpan(i * sizeof(float)), scores[i]);
            stream.Write(row);
        }
    });

    private static byte[] Header(int rows, int columns)
    {
        // Magic 6 + version 2 + length 2, then a Python dictionary padded with blanks and ended by a line feed.
        const int Prefix = 10;
        string text = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
        int total = (Prefix + text.Length + 1 + HeaderAlignment - 1) / HeaderAlignment * HeaderAlignment;
        byte[] header = new byte[total];
        header.AsSpan().Fill((byte)' ');
        header[0] = 0x93;
        Encoding.ASCII.GetBytes("NUMPY").CopyTo(header, 1);
        (header[6], header[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(total - Prefix));
        Encoding.ASCII.GetBytes(text).CopyTo(header, Prefix);
        header[^1] = (byte)'\n';
        return header;
    }
}
