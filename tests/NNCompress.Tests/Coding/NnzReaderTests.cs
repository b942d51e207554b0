using NNCompress.Coding;
using NNCompress.Models;

namespace NNCompress.Tests.Coding;

public sealed class NnzReaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnz-reader-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Reads_what_the_writer_wrote()
    {
        Network network = OnnxFile.Load(SampleModels.Path("fashion-mlp-512.onnx"));
        string path = Write("model.nnz", NnzWriter.Write(network, [.. network.Weights.Select(w => TensorCoder.Encode(w, TensorCoder.Default(w)))]));
        Assert.True(NnzReader.IsNnz(File.ReadAllBytes(path)));
        Assert.Equal(network.ConstantNames, NnzReader.ReadNetwork(path).ConstantNames);
        NncException error = Assert.Throws<NncException>(() => NnzReader.Open(path, 1_000_000));
        Assert.Equal(("NNC2063", path), (error.Code, error.Path));
        Assert.Contains("1000000", error.Message);
    }

    [Fact]
    public void Each_failure_has_its_code_the_path_and_one_line()
    {
        byte[] signature = [0x89, 0x4E, 0x4E, 0x5A];
        Expect("NNC2001", Path.Combine(folder, "missing.nnz"));
        Expect("NNC2001", Path.Combine(folder, "no-folder", "missing.nnz"));
        Expect("NNC2002", folder);
        Expect("NNC2060", Write("empty.nnz", []));
        Expect("NNC2060", SampleModels.Path("fashion-mlp-512.onnx"));
        Expect("NNC2061", Write("short.nnz", signature));
        Expect("NNC2061", Write("damaged.nnz", [.. signature, 1, 0, 0, 0, 0, 1, 2, 3]));
        Expect("NNC2062", Write("newer.nnz", [.. signature, 9, 0, 0, 0, 0]));
    }

    private static void Expect(string code, string path)
    {
        NncException error = Assert.Throws<NncException>(() => NnzReader.ReadNetwork(path));
        Assert.Equal((code, path), (error.Code, error.Path));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(2, error.ExitCode);
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
