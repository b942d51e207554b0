using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using NNCompress;

namespace Zoo;

/// <summary>Made-up inputs: pictures of smooth noise, or sequences of tokens that end in padding.</summary>
internal sealed class Samples
{
    private const int Tokens = 2000, Block = 8;

    private readonly int[] shape;

    /// <param name="shape">Of one sample: channels × height × width, or tokens.</param>
    public Samples(int[] shape) => this.shape = shape;

    public bool AreTokens => shape.Length == 1;

    /// <summary>What ONNX Runtime calls the values.</summary>
    public string Kind => AreTokens ? "int64" : "float32";

    /// <summary>The same for the same seed.</summary>
    public float[] Draw(int count, int seed)
    {
        Random random = new(seed);
        float[] values = new float[count * shape.Aggregate(1, (a, b) => a * b)];
        if (AreTokens)
        {
            for (int start = 0; start < values.Length; start += shape[0])
            {
                foreach (ref float token in values.AsSpan(start, random.Next(shape[0] / 2, shape[0] + 1)))
                    token = random.Next(1, Tokens);
            }
            return values;
        }
        int height = shape[1], width = shape[2], across = (width + Block - 1) / Block;
        for (int start = 0; start < values.Length; start += height * width)
        {
            float[] coarse = [.. Enumerable.Range(0, across * ((height + Block - 1) / Block)).Select(_ => Normal(random))];
            for (int i = 0; i < height * width; i++)
                values[start + i] = coarse[(i / width / Block * across) + (i % width / Block)] + (0.3f * Normal(random));
        }
        return values;
    }

    /// <summary>Writes samples as .npy, for the product.</summary>
    public void WriteNpy(string path, float[] values)
    {
        string dimensions = string.Join(", ", shape.Prepend(values.Length / shape.Aggregate(1, (a, b) => a * b)));
        string header = $"{{'descr': '{(AreTokens ? "<i8" : "<f4")}', 'fortran_order': False, 'shape': ({dimensions}), }}";
        header = header.PadRight(((10 + header.Length + 64) / 64 * 64) - 11) + "\n";
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        AtomicFile.Write(path, [0x93, .. "NUMPY"u8, 1, 0, .. length, .. Encoding.ASCII.GetBytes(header), .. Raw(values)]);
    }

    /// <summary>The values alone, as ONNX Runtime takes them.</summary>
    public byte[] Raw(float[] values) => AreTokens
        ? MemoryMarshal.AsBytes<long>(Array.ConvertAll(values, v => (long)v)).ToArray()
        : MemoryMarshal.AsBytes<float>(values).ToArray();

    private static float Normal(Random random) => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
