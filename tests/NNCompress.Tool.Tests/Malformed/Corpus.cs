using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace NNCompress.Tool.Tests.Malformed;

/// <summary>Small, sound files of every kind that the tool reads: what the mutations start from.</summary>
public sealed class Corpus : IDisposable
{
    private const int Samples = 20, Side = 28;

    private readonly TemporaryFolder folder = new();

    public Corpus()
    {
        string model = Repository.Path("samples", "models", "fashion-mlp-300-150.onnx");
        string lenet = Repository.Path("samples", "models", "fashion-lenet.onnx");
        Make("prune", model, "--method", "random", "--ratio", "0.97", "-o", this["mlp.onnx"]);
        Make("prune", lenet, "--method", "random", "--ratio", "0.98", "-o", this["lenet.onnx"]);
        Make("encode", this["mlp.onnx"], "--step", "0.2", "-o", this["quantised.nnz"]);
        Make("encode", this["lenet.onnx"], "--jpeg", "50", "-o", this["jpeg.nnz"]);
        (byte[] images, byte[] labels) = Data();
        byte[] idx = [0, 0, 8, 3, .. BigEndian(Samples), .. BigEndian(Side), .. BigEndian(Side), .. images];
        Directory.CreateDirectory(this["idx"]);
        Directory.CreateDirectory(this["idx-gz"]);
        File.WriteAllBytes(this["idx/t10k-images-idx3-ubyte"], idx);
        File.WriteAllBytes(this["idx/t10k-labels-idx1-ubyte"], [0, 0, 8, 1, .. BigEndian(Samples), .. labels]);
        File.WriteAllBytes(this["idx-gz/t10k-images-idx3-ubyte.gz"], Gzip(idx));
        File.Copy(this["idx/t10k-labels-idx1-ubyte"], this["idx-gz/t10k-labels-idx1-ubyte"]);
        File.WriteAllBytes(this["data.npz"], Npz(("x", "|u1", $"({Samples}, {Side}, {Side})", images), ("y", "|u1", $"({Samples},)", labels)));
        File.WriteAllText(this["data.csv"], Csv(images, labels));
    }

    /// <summary>The full path of a file of the corpus.</summary>
    public string this[string name] => Path.Combine(folder.Path, name.Replace('/', Path.DirectorySeparatorChar));

    public void Dispose() => folder.Dispose();

    private static void Make(params string[] arguments)
    {
        ToolRun run = ToolRun.Of([.. arguments, "--quiet"]);
        Assert.True(run.Exit == 0, $"{string.Join(' ', arguments)}: {run.Error}");
    }

    private static (byte[] Images, byte[] Labels) Data()
    {
        Random random = new(1);
        byte[] images = new byte[Samples * Side * Side], labels = new byte[Samples];
        random.NextBytes(images);
        for (int i = 0; i < Samples; i++)
            labels[i] = (byte)(i % 10);
        return (images, labels);
    }

    private static byte[] BigEndian(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Gzip(byte[] content)
    {
        using MemoryStream stream = new();
        using (GZipStream gzip = new(stream, CompressionLevel.Fastest))
            gzip.Write(content);
        return stream.ToArray();
    }

    private static byte[] Npz(params (string Name, string Type, string Shape, byte[] Data)[] arrays)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create))
        {
            foreach ((string name, string type, string shape, byte[] data) in arrays)
            {
                using Stream entry = archive.CreateEntry($"{name}.npy").Open();
                string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
                entry.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header)]);
                entry.Write(data);
            }
        }
        return stream.ToArray();
    }

    private static string Csv(byte[] images, byte[] labels)
    {
        StringBuilder text = new("label," + string.Join(',', Enumerable.Range(0, Side * Side).Select(i => $"p{i}")) + "\n");
        for (int i = 0; i < labels.Length; i++)
            text.Append(labels[i]).Append(',').AppendJoin(',', images.Skip(i * Side * Side).Take(Side * Side)).Append('\n');
        return text.ToString();
    }
}
