using System.Runtime.InteropServices;
using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>Encodes tensors part by part, decodes each section again to compare, and leaves it in a temporary file.</summary>
/// <param name="spool">Keeps the sections.</param>
internal sealed class SectionEncoder(SectionSpool spool)
{
    private const int Part = 1 << 16;

    /// <param name="weights">The tensor.</param>
    /// <param name="coding">Coder and step.</param>
    /// <param name="progress">Told of each so many weights that are coded; may throw to stop the work.</param>
    /// <exception cref="NncException">NNC2064, NNC2080: the tensor cannot be coded so. NNC2141: the section would be too long. NNC9001: it does not decode to what was encoded.</exception>
    public CodedSection Encode(StoredWeights weights, TensorCoding coding, Action<int> progress)
    {
        if (weights.Length > 0 && coding.Coder == CoderKind.Quantised)
            return Levels(weights, coding, progress);
        if (weights.Length > 0 && coding.Coder == CoderKind.Raw)
            return Raw(weights, coding, progress);
        CodedSection section = Keep(TensorCoder.Encode(weights.Load(), coding), weights.Type);
        progress(weights.Length);
        return section;
    }

    /// <summary>Leaves a section that was made in memory in the temporary file.</summary>
    public CodedSection Keep(EncodedTensor tensor, ElementType type) => CodedSection.Of(tensor, type) with { CopyTo = spool.Add(tensor.Payload) };

    private CodedSection Levels(StoredWeights weights, TensorCoding coding, Action<int> progress)
    {
        (List<byte> output, uint decoded) = new StreamedLevels(weights, coding.Step, progress).Encode();
        Action<Stream> copy = spool.Add(CollectionsMarshal.AsSpan(output));
        LargeMemory.Make(output.Count);
        byte[] section = [.. output];
        RoundedCheck check = new(weights, QuantisedCoder.Step(weights.Name, coding.Step));
        try
        {
            TensorDecoder.Decode((int)CoderKind.Quantised, section, 0, section.Length, weights.Shape, check);
            if (check.Seen != weights.Length)
                throw new InvalidDataException($"Only {check.Seen} weights of tensor '{weights.Name}' come out.");
        }
        catch (InvalidDataException e)
        {
            throw new NncException("NNC9001", null, $"the section of tensor '{weights.Name}' does not decode to what was encoded: report this with the model. {e.Message}", e);
        }
        return new CodedSection(weights.Name, weights.Shape, weights.Type, coding, section.Length, Crc32.Of(section, 0, section.Length), decoded, copy);
    }

    private CodedSection Raw(StoredWeights weights, TensorCoding coding, Action<int> progress)
    {
        long bytes = (long)weights.Length * sizeof(float);
        if (bytes > TensorBytes.LongestField)
            throw StreamedLevels.TooLong(weights);
        long offset = spool.Reserve(bytes);
        WeightChecksum decoded = new(weights.Type), stored = new(ElementType.Float);
        float[] part = new float[Math.Min(Part, weights.Length)];
        for (int at = 0; at < weights.Length; at += part.Length)
        {
            int count = Math.Min(part.Length, weights.Length - at);
            weights.Read(at, part.AsSpan(0, count));
            decoded.Append(part, count);
            stored.Append(part, count);
            spool.Write(TensorDecoder.ToBytes(part[..count], (int)ElementType.Float), offset + (long)at * sizeof(float));
            progress(count);
        }
        return new CodedSection(weights.Name, weights.Shape, weights.Type, coding, (int)bytes, stored.Value, decoded.Value, stream => spool.Copy(offset, bytes, stream));
    }
}
