using System.Text;
using NNCompress.Engines;
using NNCompress.Reports;

namespace NNCompress.Tool.Tests;

public sealed class PredictionsFileTests
{
    [Fact]
    public void The_file_is_what_numpy_save_writes()
    {
        string path = Path.GetTempFileName();
        try
        {
            PredictionsFile.Write(path, new Predictions([1f, -2f, 0.5f, 3f, 4f, 5f], 3));
            byte[] bytes = File.ReadAllBytes(path);
            Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 118, 0], bytes[..10]);
            string header = Encoding.ASCII.GetString(bytes, 10, 118);
            Assert.Equal("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", header.TrimEnd());
            Assert.EndsWith("\n", header, StringComparison.Ordinal);
            Assert.Equal(128 + 24, bytes.Length);
            Assert.Equal([0, 0, 0, 0xC0], bytes[132..136]);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
