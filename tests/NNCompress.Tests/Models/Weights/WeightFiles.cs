using System.Buffers.Binary;
using System.Text;
using NNCompress.Models;
using NNCompress.Models.Weights;

namespace NNCompress.Tests.Models.Weights;

/// <summary>Files of weights in a folder of their own.</summary>
internal sealed class WeightFiles : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nncompress-weights-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public string At(string name) => Path.Combine(folder, name);

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(At(name), content);
        return At(name);
    }

    /// <summary>A file that PyTorch wrote.</summary>
    public static string Torch(string name) => Path.Combine(SampleModels.Root, "tests", "NNCompress.Tests", "Models", "Weights", "torch", name);

    /// <summary>A safetensors file of that header, unpadded, and so many bytes of 0, 1, 2, ….</summary>
    public static byte[] Safetensors(string header, int bytes)
    {
        byte[] json = Encoding.UTF8.GetBytes(header), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. Enumerable.Range(0, bytes).Select(i => (byte)i)];
    }

    /// <summary>Names, types, shapes and numbers.</summary>
    public static IEnumerable<string> Described(Network network) => network.ConstantNames.Select(n =>
        $"{n} {WeightModel.Tensor(network, n).Type} [{string.Join(',', network.ShapeOf(n))}] {(network.Constant(n)! is { IsFloat: true } t ? string.Join(' ', t.Floats) : string.Join(' ', network.Constant(n)!.Integers))}");

    /// <summary>Reads a file that is no good; more than a file's length and some is never allocated for it.</summary>
    public static NncException Fails(string path, WeightFormat format, long mostBytes = 1 << 20)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        NncException failure = Assert.Throws<NncException>(() => WeightFile.Load(path, format));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, mostBytes);
        Assert.Equal(path, failure.Path);
        Assert.DoesNotContain('\n', failure.Message);
        return failure;
    }

    /// <summary>Each beginning of a file, and each file with a byte changed, is read or refused with a code of this project; and in bounded memory.</summary>
    public void Survives(byte[] content, WeightFormat format, string[] codes)
    {
        List<string> odd = [];
        for (int length = 0; length < content.Length; length++)
            Try(content[..length], $"cut to {length}", mustFail: true);
        Random random = new(17);
        for (int i = 0; i < content.Length; i++)
        {
            byte[] changed = [.. content];
            changed[i] = (byte)random.Next(256);
            Try(changed, $"byte {i} is {changed[i]}", mustFail: false);
            changed[i] = (byte)(content[i] ^ (1 << random.Next(8)));
            Try(changed, $"byte {i} is {changed[i]}", mustFail: false);
        }
        Assert.Empty(odd);

        void Try(byte[] bytes, string what, bool mustFail)
        {
            string path = Write("broken", bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Network network = WeightFile.Load(path, format);
                foreach (string name in network.ConstantNames)
                    network.Constant(name);
                if (mustFail)
                    odd.Add($"{what}: read");
            }
            catch (NncException e)
            {
                if (!codes.Contains(e.Code))
                    odd.Add($"{what}: {e.Code} {e.Message}");
            }
            catch (Exception e)
            {
                odd.Add($"{what}: {e}");
            }
            if (GC.GetAllocatedBytesForCurrentThread() - before > 4 << 20)
                odd.Add($"{what}: {GC.GetAllocatedBytesForCurrentThread() - before} bytes allocated");
        }
    }
}
