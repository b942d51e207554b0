using System.Buffers.Binary;

namespace NNCompress.Models.Weights;

/// <summary>Weights of a file in a graph: put in, and taken out again under the file's names when the graph has been changed.</summary>
public sealed class WeightBinding
{
    private readonly Network weights;
    private readonly int nodes;
    private readonly IReadOnlyDictionary<string, WeightSlot> slots;

    private WeightBinding(Network weights, int nodes, IReadOnlyDictionary<string, WeightSlot> slots) => (this.weights, this.nodes, this.slots) = (weights, nodes, slots);

    /// <summary>The kind of file that the weights came from.</summary>
    public WeightFormat Format => WeightModel.FormatOf(weights)!.Value;

    /// <summary>Puts the file's floating-point tensors into a copy of the graph; integers, such as the number of batches that a norm has seen, stay aside.</summary>
    /// <param name="graph">Stays as it is.</param>
    /// <param name="weights">A network without a graph.</param>
    /// <exception cref="NncException">NNC2179: they do not fit each other. NNC2180: more than one way fits.</exception>
    public static (Network Network, WeightBinding Binding) Bind(Network graph, Network weights)
    {
        WeightTensor[] tensors = [.. WeightModel.Tensors(weights).Where(t => weights.IsFloat(t.Name))];
        IReadOnlyDictionary<string, WeightSlot> slots = WeightMatching.Match(GraphSlots.Of(graph), tensors, graph.Path, weights.Path);
        Network network = graph.Clone();
        foreach ((string name, WeightSlot slot) in slots)
        {
            float[] data = weights.Stored(name).Load().Floats;
            network.Replace(new Tensor(slot.Constant, network.ShapeOf(slot.Constant), slot.Transposed ? Transposed(data, slot.Shape[0], slot.Shape[1]) : data, network.TypeOf(slot.Constant)));
        }
        return (network, new WeightBinding(weights, network.Nodes.Count, slots));
    }

    /// <summary>Whether the network has got or lost operators since: its weights alone then do not tell all that was done to it.</summary>
    public bool IsRewired(Network network) => network.Nodes.Count != nodes;

    /// <summary>Writes the network's weights under the names of the file that they came from, with its types; tensors that had no place in the graph as they were.</summary>
    /// <param name="network">Made of the one that <see cref="Bind"/> gave.</param>
    /// <param name="path">Where to.</param>
    /// <param name="format">The kind of file.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="NncException">NNC2003: the file cannot be written. NNC2172: the kind of file has no such type.</exception>
    public void Save(Network network, string path, WeightFormat format, CancellationToken cancellation = default)
    {
        Dictionary<string, Node> readers = network.Nodes.Where(n => n.Outputs.Count > 0).ToDictionary(n => n.Outputs[0]);
        WeightTensor[] tensors = [.. WeightModel.Tensors(weights).Select(t => slots.TryGetValue(t.Name, out WeightSlot? slot)
            ? Taken(network, readers[slot.Reader].Inputs[slot.Input], t.Name, t.Type, slot.Transposed) : t)];
        WeightFile.Save(tensors, WeightModel.Notes(weights), path, format, cancellation);
    }

    /// <summary>Writes the weights of any network with a graph as a state_dict names and shapes them: dense weights [out, in].</summary>
    /// <inheritdoc cref="Save"/>
    public static void SaveAll(Network network, string path, WeightFormat format, CancellationToken cancellation = default)
    {
        WeightTensor[] tensors = [.. GraphSlots.Of(network).DistinctBy(s => s.Name).Select(s => Taken(network, s.Constant, s.Name, network.TypeOf(s.Constant), s.Transposed))];
        WeightFile.Save(tensors, [], path, format, cancellation);
    }

    private static WeightTensor Taken(Network network, string constant, string name, ElementType type, bool transposed)
    {
        int[] shape = network.ShapeOf(constant);
        if (!transposed && network.TypeOf(constant) == type)
            return WeightModel.Tensor(network, constant) with { Name = name };
        float[] data = network.Stored(constant).Load().Floats;
        if (transposed)
            (data, shape) = (Transposed(data, shape[0], shape[1]), [shape[1], shape[0]]);
        return new WeightTensor(name, type, shape, Bytes(data, type));
    }

    private static TensorBytes Bytes(float[] data, ElementType type)
    {
        if (type == ElementType.BFloat16)
            return BrainFloat.Narrowed(Bytes(data, ElementType.Float));
        int width = TensorCodec.Width(type);
        byte[] bytes = new byte[(long)data.Length * width];
        for (int i = 0; i < data.Length; i++)
        {
            Span<byte> at = bytes.AsSpan(i * width);
            if (type == ElementType.Half)
                BinaryPrimitives.WriteHalfLittleEndian(at, (Half)data[i]);
            else if (type == ElementType.Double)
                BinaryPrimitives.WriteDoubleLittleEndian(at, data[i]);
            else
                BinaryPrimitives.WriteSingleLittleEndian(at, data[i]);
        }
        return TensorBytes.Held(bytes);
    }

    /// <summary>A rows × columns matrix as columns × rows.</summary>
    private static float[] Transposed(float[] data, int rows, int columns)
    {
        float[] result = new float[data.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                result[(column * rows) + row] = data[(row * columns) + column];
        }
        return result;
    }
}
