using Google.Protobuf;
using NNCompress.Models.Proto;

namespace NNCompress.Models;

/// <summary>
/// Reads an ONNX file without its great tensors' raw data, which stay where they are: walks the messages that lead to tensors (model, graph, node,
/// attribute) field by field and copies all else.
/// </summary>
internal sealed class ModelOutline
{
    private const string Key = "nncompress.range";

    private readonly Stream file;
    private readonly int great;
    private readonly List<(long Offset, long Length)> ranges = [];

    private ModelOutline(Stream file, int great) => (this.file, this.great) = (file, great);

    /// <param name="file">The ONNX file, from its beginning; can seek.</param>
    /// <param name="great">Raw data of so many bytes and more are left out.</param>
    /// <param name="stored">Gives what is left out, by offset and length.</param>
    /// <exception cref="InvalidDataException">The file is not well-formed.</exception>
    /// <exception cref="InvalidProtocolBufferException">Likewise.</exception>
    public static ModelProto Read(Stream file, int great, Func<long, long, TensorBytes> stored)
    {
        ModelOutline outline = new(file, great);
        using MemoryStream content = new();
        outline.Copy(OnnxMessage.Model, file.Length, content);
        ModelProto model = ModelProto.Parser.ParseFrom(new ReadOnlySpan<byte>(content.GetBuffer(), 0, (int)content.Length));
        if (model.Graph is null)
            return model;
        foreach (TensorProto tensor in model.Graph.Initializer.Concat(model.Graph.Node.SelectMany(n => n.Attribute).Where(a => a.T is not null).Select(a => a.T)))
            outline.Attach(tensor, stored);
        return model;
    }

    private void Attach(TensorProto tensor, Func<long, long, TensorBytes> stored)
    {
        if (tensor.ExternalData.FirstOrDefault(e => e.Key == Key) is not { } mark)
            return;
        if (!int.TryParse(mark.Value, out int index) || index < 0 || index >= ranges.Count)
            throw new InvalidDataException($"Tensor '{tensor.Name}' has the key '{Key}'.");
        tensor.ExternalData.Remove(mark);
        tensor.RawData = stored(ranges[index].Offset, ranges[index].Length).AsField();
    }

    private void Copy(OnnxMessage message, long end, Stream output)
    {
        while (file.Position < end)
        {
            ulong tag = Varint();
            int field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    Write(output, tag);
                    Write(output, Varint());
                    break;
                case 1 or 5:
                    Write(output, tag);
                    Copy((tag & 7) == 1 ? 8 : 4, end, output);
                    break;
                case 2:
                    ulong length = Varint();
                    if (length > (ulong)(end - file.Position))
                        throw new InvalidDataException($"Field {field} runs past the end of its message.");
                    Delimited(message, field, tag, (long)length, output);
                    break;
                default:
                    throw new InvalidDataException($"Field {field} has wire type {tag & 7}.");
            }
        }
        if (file.Position != end)
            throw new InvalidDataException("A field runs past the end of its message.");
    }

    private void Delimited(OnnxMessage message, int field, ulong tag, long length, Stream output)
    {
        OnnxMessage inside = message.Inside(field);
        if (inside != OnnxMessage.Other)
        {
            using MemoryStream content = new();
            Copy(inside, file.Position + length, content);
            Write(output, tag);
            Write(output, (ulong)content.Length);
            content.WriteTo(output);
        }
        else if (message.IsRawData(field) && length >= great && length <= TensorBytes.LongestField)
        {
            byte[] mark = new StringStringEntryProto { Key = Key, Value = ranges.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) }.ToByteArray();
            Write(output, ((ulong)TensorProto.ExternalDataFieldNumber << 3) | 2);
            Write(output, (ulong)mark.Length);
            output.Write(mark);
            ranges.Add((file.Position, length));
            file.Position += length;
        }
        else
        {
            Write(output, tag);
            Write(output, (ulong)length);
            Copy(length, file.Position + length, output);
        }
    }

    private void Copy(long length, long end, Stream output)
    {
        if (length > end - file.Position)
            throw new InvalidDataException("A field runs past the end of its message.");
        byte[] part = new byte[Math.Min(length, 1 << 16)];
        for (; length > 0; length -= part.Length)
        {
            int count = (int)Math.Min(part.Length, length);
            file.ReadExactly(part, 0, count);
            output.Write(part, 0, count);
        }
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            int next = file.ReadByte();
            if (next < 0)
                throw new InvalidDataException("A number runs past the end of the file.");
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
                return value;
        }
        throw new InvalidDataException("A number is longer than ten bytes.");
    }

    private static void Write(Stream output, ulong value)
    {
        for (; value > 127; value >>= 7)
            output.WriteByte((byte)(value | 128));
        output.WriteByte((byte)value);
    }
}
