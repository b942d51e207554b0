using Google.Protobuf;
using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Coding;

/// <summary>The ONNX file without the data of some tensors, and where these belong.</summary>
/// <param name="Skeleton">Tags and lengths stay where data are inside the file; all of it where they lie apart.</param>
/// <param name="OnnxLength">Bytes of the ONNX file.</param>
/// <param name="Places">The tensors in the order of their data: name, skeleton bytes before the data, and skeleton bytes before the name's end (0 where the name is not before the place).</param>
internal sealed record SkeletonLayout(byte[] Skeleton, long OnnxLength, IReadOnlyList<(string Name, int Place, int NameEnd)> Places)
{
    /// <summary>Weights inside the ONNX file.</summary>
    /// <param name="network">Stays as it is.</param>
    /// <param name="coded">The tensors that are coded, by name, with the shapes that they get.</param>
    public static SkeletonLayout Inside(Network network, IReadOnlyDictionary<string, CodedSection> coded)
    {
        Network emptied = network.Clone();
        foreach (CodedSection section in coded.Values)
        {
            TensorProto proto = Cleared(emptied, section);
            // One byte stands for the data, so that the field is there.
            proto.RawData = ByteString.CopyFrom(0);
        }
        byte[] file = emptied.ToBytes();
        List<WeightRange> ranges = [.. WeightRange.Find(file).Where(r => coded.ContainsKey(r.Name)).OrderBy(r => r.Start)];
        Dictionary<int, long> lengths = ranges.ToDictionary(r => r.Start, r => coded[r.Name].DecodedBytes);
        Splicer splicer = new(file, lengths);
        long length = splicer.Copy();
        byte[] skeleton = splicer.Skeleton.ToArray();
        return new SkeletonLayout(skeleton, length, [.. ranges.Select(r => (r.Name, splicer.Places[r.Start], NameEnd(r, splicer.Places[r.Start], lengths[r.Start], skeleton)))]);
    }

    /// <summary>Weights in a file beside the ONNX file (ONNX IR specification, "External data"), each at a multiple of a page.</summary>
    /// <param name="network">Stays as it is.</param>
    /// <param name="coded">The tensors that are coded, by name; initialisers.</param>
    /// <param name="dataName">The data file's.</param>
    public static SkeletonLayout Apart(Network network, IReadOnlyDictionary<string, CodedSection> coded, string dataName)
    {
        Network emptied = network.Clone();
        string[] names = [.. network.ConstantNames.Where(coded.ContainsKey)];
        long offset = 0;
        foreach (string name in names)
        {
            TensorProto proto = Cleared(emptied, coded[name]);
            proto.ClearRawData();
            offset = Runtime.NnzDirectory.Aligned(offset);
            ExternalData.Point(proto, dataName, offset, coded[name].DecodedBytes);
            offset += coded[name].DecodedBytes;
        }
        byte[] skeleton = emptied.ToBytes();
        List<(string, int, int)> places = [];
        int from = 0;
        foreach (string name in names)
        {
            // Nothing is put in at the place: it only tells of a name that stands before it.
            byte[] text = System.Text.Encoding.UTF8.GetBytes(name);
            int found = skeleton.AsSpan(from).IndexOf(text);
            from = found < 0 ? from : from + found + text.Length;
            places.Add((name, from, found < 0 ? 0 : from));
        }
        return new SkeletonLayout(skeleton, skeleton.Length, places);
    }

    private static TensorProto Cleared(Network network, CodedSection section)
    {
        TensorProto proto = network.Proto(section.Name);
        proto.Dims.Clear();
        proto.Dims.AddRange(section.Shape.Select(d => (long)d));
        proto.FloatData.Clear();
        proto.DoubleData.Clear();
        proto.Int32Data.Clear();
        proto.ExternalData.Clear();
        proto.ClearDataLocation();
        return proto;
    }

    private static int NameEnd(WeightRange range, int place, long data, byte[] skeleton)
    {
        // Between them stand the same bytes as with one byte of data, but for the length.
        int end = place - (range.Start - range.NameEnd) - (Splicer.Size((ulong)data) - 1), length = System.Text.Encoding.UTF8.GetByteCount(range.Name);
        return range.NameEnd > 0 && end >= length && System.Text.Encoding.UTF8.GetString(skeleton, end - length, length) == range.Name ? end : 0;
    }

    /// <summary>Copies a file in which bytes stand for data, with the lengths that it has with the data, and leaves these out.</summary>
    private sealed class Splicer(byte[] file, Dictionary<int, long> lengths)
    {
        public MemoryStream Skeleton { get; } = new();

        /// <summary>Offset of a byte that stands for data → skeleton bytes before the data.</summary>
        public Dictionary<int, int> Places { get; } = [];

        /// <returns>Length of the file with the data.</returns>
        public long Copy()
        {
            Copy(OnnxMessage.Model, 0, file.Length);
            return Length(OnnxMessage.Model, 0, file.Length);
        }

        private long Length(OnnxMessage message, int start, int end)
        {
            long length = 0;
            WireReader fields = new(file, start, end);
            while (fields.Next())
            {
                OnnxMessage inside = message.Inside(fields.Field);
                long content = inside != OnnxMessage.Other ? Length(inside, fields.Start, fields.Start + fields.Length)
                    : message.IsRawData(fields.Field) && lengths.TryGetValue(fields.Start, out long data) ? data
                    : -1;
                length += content < 0 ? fields.End - fields.Begin : Size((ulong)fields.Field << 3) + Size((ulong)content) + content;
            }
            return length;
        }

        private void Copy(OnnxMessage message, int start, int end)
        {
            WireReader fields = new(file, start, end);
            while (fields.Next())
            {
                OnnxMessage inside = message.Inside(fields.Field);
                if (inside != OnnxMessage.Other)
                {
                    Varint(((ulong)fields.Field << 3) | 2);
                    Varint((ulong)Length(inside, fields.Start, fields.Start + fields.Length));
                    Copy(inside, fields.Start, fields.Start + fields.Length);
                }
                else if (message.IsRawData(fields.Field) && lengths.TryGetValue(fields.Start, out long data))
                {
                    Varint(((ulong)fields.Field << 3) | 2);
                    Varint((ulong)data);
                    Places[fields.Start] = (int)Skeleton.Length;
                }
                else
                {
                    Skeleton.Write(file, fields.Begin, fields.End - fields.Begin);
                }
            }
        }

        public static int Size(ulong value) => value < 128 ? 1 : 1 + Size(value >> 7);

        private void Varint(ulong value)
        {
            for (; value > 127; value >>= 7)
                Skeleton.WriteByte((byte)(value | 128));
            Skeleton.WriteByte((byte)value);
        }
    }
}
