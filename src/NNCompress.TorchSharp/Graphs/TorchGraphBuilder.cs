using NNCompress.Engines.Managed;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Managed.Operators;
using NNCompress.Models;
using NNCompress.Models.Shapes;
using NNCompress.Numerics;
using NNCompress.TorchSharp.Operators;
using NNCompress.TorchSharp.Training;

namespace NNCompress.TorchSharp.Graphs;

/// <summary>Makes a graph of a network's nodes, as far as the values asked for need them.</summary>
internal sealed class TorchGraphBuilder
{
    private readonly Network network;
    private readonly HashSet<string> wanted;
    private readonly HashSet<string> read;
    private readonly ConstantResolver constants;
    private readonly Dictionary<string, int[]> shapes;
    private readonly TorchDevice device;
    private readonly TorchStore? store;
    private readonly ulong seed;
    private readonly HashSet<string> learnt = [];
    private readonly List<(Node Node, string Output, Function Function)> made = [];
    private readonly List<TorchTensor> owned = [];
    private readonly Dictionary<string, TorchTensor> sent = [];

    private TorchGraphBuilder(Network network, IReadOnlyCollection<string> values, List<Node> nodes, int batch, int[] sampleShape, TorchDevice device, TorchStore? store, int seed)
    {
        (this.network, this.device, this.store) = (network, device, store);
        wanted = [.. values];
        constants = new ConstantResolver(network);
        read = [.. values, .. nodes.SelectMany(n => n.Inputs)];
        shapes = ShapeInference.Infer(network, constants, batch, sampleShape, nodes);
        this.seed = SplitMix.Next((ulong)seed);
        if (store is not null)
            learnt.UnionWith(store.Parameters.Select(p => p.Name));
    }

    /// <param name="network">The network.</param>
    /// <param name="values">Names of the values that a run returns.</param>
    /// <param name="batch">Samples in a batch.</param>
    /// <param name="sampleShape">The input's shape without the batch.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="store">What is trained; null for inference.</param>
    /// <param name="seed">For dropout.</param>
    /// <exception cref="NncException">NNC2020 unsupported operator or attribute, NNC2021 shapes that do not fit, or values too large.</exception>
    public static TorchGraph Build(Network network, IReadOnlyCollection<string> values, int batch, int[] sampleShape, TorchDevice device, TorchStore? store = null, int seed = 0)
    {
        List<Node> nodes = Ancestors.Of(network, values);
        TorchGraphBuilder builder = new(network, values, nodes, batch, sampleShape, device, store, seed);
        try
        {
            foreach (Node node in nodes)
            {
                for (int i = 0; i < node.Outputs.Count; i++)
                {
                    // What follows from shapes is a constant already.
                    if (builder.read.Contains(node.Outputs[i]) && builder.constants.Find(node.Outputs[i]) is null)
                        builder.Make(node, new OperatorContext(network, node, builder.shapes, builder.constants, SimdPath.Auto, i));
                }
            }
            return builder.Finish();
        }
        catch
        {
            builder.owned.ForEach(tensor => tensor.Dispose());
            throw;
        }
    }

    private void Make(Node node, OperatorContext context)
    {
        string output = node.Outputs[context.OutputIndex];
        long bytes = sizeof(float) * shapes[output].Aggregate(1L, (p, d) => p * d);
        if (bytes > Plan.MaxWorkerBytes)
            throw new NncException("NNC2021", network.Path, $"{node} makes a value of shape {ShapeContext.Text(shapes[output])}, more than {Plan.MaxWorkerBytes} bytes: use smaller inputs or a smaller batch.");
        bool learns = node.Inputs.Any(learnt.Contains);
        if (!learns && !wanted.Contains(output) && node.Inputs.All(i => i.Length == 0 || constants.Has(i)) && OperatorRegistry.Find(node) is { } compile)
        {
            // Exporters leave transposed and scaled weights in the graph; attributes may be computed of constants too.
            constants.Add(ConstantFolding.Run(compile(context), node, output, shapes, constants));
            return;
        }
        if (OperatorTable.Find(node) is not { } make)
            throw context.Unsupported("is not supported by the engine torchsharp; the managed engine, the default, may have it");
        if (learns)
            learnt.Add(output);
        made.Add((node, output, make(new TorchContext(context, device, store, seed + SplitMix.Next((ulong)node.Index), owned))));
    }

    private TorchGraph Finish()
    {
        Dictionary<string, int> last = [];
        for (int i = 0; i < made.Count; i++)
        {
            last[made[i].Output] = i;
            foreach (string input in made[i].Node.Inputs.Where(last.ContainsKey))
                last[input] = i;
        }
        ILookup<int, string> ends = last.Where(l => !wanted.Contains(l.Key)).ToLookup(l => l.Value, l => l.Key);
        TorchGraph graph = new(network, wanted, Constant, owned);
        for (int i = 0; i < made.Count; i++)
        {
            (Node node, string output, Function function) = made[i];
            graph.Add(new TorchStep(node, output, TorchDevice.Dimensions(shapes[output]), new Operands(graph, node.Inputs), function, [.. ends[i]]));
        }
        return graph;
    }

    /// <summary>Constants go to the device when they are first read.</summary>
    private TorchTensor Constant(string name)
    {
        if (store?.Find(name) is { } trained)
            return trained;
        if (!sent.TryGetValue(name, out TorchTensor? tensor))
        {
            Tensor constant = constants.Find(name) ?? throw new InvalidOperationException($"Value '{name}' is not computed.");
            sent[name] = tensor = device.Send(OperatorContext.Floats(constant), constant.Shape).DetachFromDisposeScope();
            owned.Add(tensor);
        }
        return tensor;
    }
}
