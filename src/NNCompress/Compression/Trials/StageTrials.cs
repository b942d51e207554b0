using System.Text;
using NNCompress.Coding;
using NNCompress.Models;

namespace NNCompress.Compression.Trials;

/// <summary>Encodings of one pruned network that have been made before.</summary>
internal sealed class StageTrials(TrialCache cache, Network network)
{
    private readonly byte[] key = TrialCache.Key("stage", network.Digest());

    /// <param name="state">All that the encoding depends on beside the network.</param>
    /// <param name="encode">Encodes.</param>
    /// <returns>The tensors, and the forms that layers are stored in from then on.</returns>
    public (IReadOnlyList<EncodedTensor> Tensors, IReadOnlyDictionary<string, LayerForm> Forms) Encode(
        string state, Func<(IReadOnlyList<EncodedTensor>, IReadOnlyDictionary<string, LayerForm>)> encode) =>
        cache.Get(TrialCache.Key("encoding", key, Encoding.UTF8.GetBytes(state)), encode, Write, Read);

    private static void Write(BinaryWriter writer, (IReadOnlyList<EncodedTensor> Tensors, IReadOnlyDictionary<string, LayerForm> Forms) made)
    {
        writer.Write(made.Forms.Count);
        foreach ((string weight, LayerForm form) in made.Forms)
        {
            writer.Write(weight);
            writer.Write(form.Pictures);
            writer.Write(form.Scaled);
        }
        IReadOnlyList<EncodedTensor> tensors = made.Tensors;
        writer.Write(tensors.Count);
        foreach (EncodedTensor tensor in tensors)
        {
            writer.Write(tensor.Name);
            writer.Write((int)tensor.Coding.Coder);
            writer.Write(tensor.Coding.Step);
            writer.Write(tensor.Coding.Quality);
            writer.Write(tensor.Coding.Matrix?.Height ?? 0);
            writer.Write(tensor.Coding.Matrix?.Width ?? 0);
            writer.Write(tensor.Bytes);
            writer.Write(tensor.Payload);
        }
    }

    private (IReadOnlyList<EncodedTensor> Tensors, IReadOnlyDictionary<string, LayerForm> Forms) Read(BinaryReader reader)
    {
        Dictionary<string, LayerForm> forms = [];
        for (int rest = reader.ReadInt32(); rest > 0; rest--)
            forms[reader.ReadString()] = new LayerForm(reader.ReadBoolean(), reader.ReadBoolean());
        List<EncodedTensor> tensors = [];
        for (int rest = reader.ReadInt32(); rest > 0; rest--)
        {
            string name = reader.ReadString();
            CoderKind coder = (CoderKind)reader.ReadInt32();
            double step = reader.ReadDouble();
            int quality = reader.ReadInt32(), height = reader.ReadInt32(), width = reader.ReadInt32();
            byte[] payload = reader.ReadBytes(reader.ReadInt32());
            Tensor constant = network.Constant(name) ?? throw new InvalidDataException($"There is no tensor '{name}'.");
            tensors.Add(TensorCoder.FromPayload(constant, new TensorCoding(coder, step, quality, height == 0 ? null : (height, width)), payload));
        }
        return (tensors, forms);
    }
}
