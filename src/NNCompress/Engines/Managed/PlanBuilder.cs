using NNCompress.Engines.Managed.Interleaved;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Managed.Operators;
using NNCompress.Models;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed;

/// <summary>Compiles a network for one batch size, as far as the values asked for need it.</summary>
internal sealed class PlanBuilder
{
    private readonly Network network;
    private readonly HashSet<string> wanted;
    private readonly HashSet<string> read;
    private readonly SimdPath path;
    private readonly ConstantResolver constants;
    private readonly PackedWeights packs;
    private readonly List<Node> nodes;
    private readonly Dictionary<string, int[]> shapes;
    private readonly List<(string[] Inputs, string Output, Kernel Kernel)> kernels = [];

    // A view's root is the value whose memory it shares; every other value is its own root. What is not in here has not been computed, or only
    // interleaved, under a name of its own.
    private readonly Dictionary<string, string> roots = [];
    private readonly Dictionary<string, int> lastUse = [];
    private readonly Dictionary<string, Storage> places = [];
    private readonly ActivationLayout layout = new();
    private readonly List<AlignedBuffer> shared = [];

    private PlanBuilder(Network network, IReadOnlyCollection<string> values, int batch, int[] sampleShape, SimdPath path)
    {
        this.network = network;
        this.path = path;
        wanted = [.. values];
        constants = new ConstantResolver(network);
        packs = new PackedWeights(network.StoredBytes);
        nodes = Ancestors.Of(network, values);
        read = [.. values, .. nodes.SelectMany(n => n.Inputs)];
        shapes = ShapeInference.Infer(network, constants, batch, sampleShape, nodes);
        roots[network.Inputs[0].Name] = network.Inputs[0].Name;
    }

    /// <param name="network">The network.</param>
    /// <param name="values">Names of the values that must be there after a run.</param>
    /// <param name="batch">Samples in a batch.</param>
    /// <param name="sampleShape">The input's shape without the batch.</param>
    /// <param name="path">Vector width.</param>
    /// <exception cref="NncException">NNC2020 unsupported operator or attribute, NNC2021 shapes that do not fit.</exception>
    public static Plan Build(Network network, IReadOnlyCollection<string> values, int batch, int[] sampleShape, SimdPath path)
    {
        PlanBuilder builder = new(network, values, batch, sampleShape, path);
        foreach (Node node in builder.nodes)
            builder.Compile(node);
        builder.FindLifetimes();
        return builder.Place(batch);
    }

    private void Compile(Node node)
    {
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            // What was folded is there already: constants, and what follows from shapes.
            string output = node.Outputs[i];
            if (read.Contains(output) && !constants.Has(output))
                Compile(node, new OperatorContext(network, node, shapes, constants, path, i, packs));
        }
    }

    private void Compile(Node node, OperatorContext context)
    {
        if (OperatorRegistry.Find(node) is not { } compile)
            throw context.Unsupported("is not supported");
        string output = node.Outputs[context.OutputIndex];
        if (Length(output) * (long)sizeof(float) > Plan.MaxWorkerBytes)
            throw new NncException("NNC2021", network.Path, $"{node} makes a value of shape {ShapeContext.Text(shapes[output])}, more than {Plan.MaxWorkerBytes} bytes: use smaller inputs or a smaller batch.");
        Kernel? interleaved = context.OutputIndex == 0 && TakesInterleaved(node) ? OperatorRegistry.CompileInterleaved(context) : null;
        Kernel kernel = interleaved ?? compile(context);
        if (kernel.Reads.FirstOrDefault(index => node.Input(index) is null, -1) is >= 0 and int missing)
            throw context.Misfit($"lacks its input {missing + 1}");
        if (!wanted.Contains(output) && node.Inputs.All(i => i.Length == 0 || constants.Has(i)))
        {
            if ((Length(output) + kernel.ScratchLength) * sizeof(float) > Plan.MaxWorkerBytes)
                throw context.Misfit($"makes a constant of shape {ShapeContext.Text(shapes[output])}, more than {Plan.MaxWorkerBytes} bytes");
            constants.Add(ConstantFolding.Run(kernel, node, output, shapes, constants));
            return;
        }
        if (interleaved is null)
            Add([.. node.Inputs.Select(Rows)], output, kernel);
        else
            Add([Interleaved(node.Inputs[0]), .. node.Inputs.Skip(1)], Twin(output), kernel);
        if (wanted.Contains(output))
            Rows(output);
    }

    private void Add(string[] inputs, string output, Kernel kernel)
    {
        roots[output] = kernel == Kernel.View && !constants.Has(inputs[0]) ? Root(inputs[0]) : output;
        kernels.Add((inputs, output, kernel));
    }

    /// <summary>Convolutions bring their images into the layout, others leave them there.</summary>
    private bool TakesInterleaved(Node node)
    {
        if (node.Input(0) is not { } input)
            return false;
        return !constants.Has(input) && (roots.ContainsKey(Twin(input)) || (node.OpType == "Conv" && Interleaving.Pays(shapes[input][0])));
    }

    private string Interleaved(string value)
    {
        if (!roots.ContainsKey(Twin(value)))
            Add([value], Twin(value), new Interleave(shapes[value][0], SampleLength(value), pack: true));
        return Twin(value);
    }

    private string Rows(string value)
    {
        if (!roots.ContainsKey(value) && roots.ContainsKey(Twin(value)))
            Add([Twin(value)], value, new Interleave(shapes[value][0], SampleLength(value), pack: false));
        return value;
    }

    /// <summary>The name of a value's interleaved copy; the file has no such name.</summary>
    private static string Twin(string value) => value + '\0';

    private int SampleLength(string value) => shapes[value].Skip(1).Aggregate(1, (product, d) => product * d);

    private string Root(string value) => roots.GetValueOrDefault(value, value);

    private void FindLifetimes()
    {
        for (int i = 0; i < kernels.Count; i++)
        {
            foreach (int index in kernels[i].Kernel.Reads)
                lastUse[Root(kernels[i].Inputs[index])] = i;
        }
        foreach (string value in wanted)
            lastUse[Root(value)] = int.MaxValue;
    }

    private Plan Place(int batch)
    {
        ValueInfo input = network.Inputs[0];
        places[input.Name] = new Storage(false, layout.Take(Length(input.Name)), Length(input.Name));
        List<Step> steps = [];
        long scratch = 0;
        for (int i = 0; i < kernels.Count; i++)
        {
            (string[] names, string output, Kernel kernel) = kernels[i];
            Storage?[] inputs = new Storage?[names.Length];
            foreach (int index in kernel.Reads)
                inputs[index] = Place(names[index]);
            if (Root(output) == output)
            {
                int length = Length(output);
                int buffer = Overwrites(kernel, names, i, length) ? inputs[kernel.Reads[0]]!.Value.Index : layout.Take(length);
                places[output] = new Storage(false, buffer, length);
                steps.Add(new Step(kernel == Kernel.View ? new Operators.Copy() : kernel, inputs, places[output]));
                scratch = Math.Max(scratch, kernel.ScratchLength);
            }
            Release(names, kernel, i, places[Root(output)].Index);
        }
        Dictionary<string, PlanValue> values = wanted.ToDictionary(name => name, name => new PlanValue(Place(name), shapes[name]));
        (IReadOnlyList<long> offsets, long whole) = layout.Place();
        return new Plan(batch, Length(input.Name) / batch, places[input.Name], steps, offsets, whole, scratch, shared, values);
    }

    private bool Overwrites(Kernel kernel, string[] inputs, int step, int length)
    {
        if (!kernel.InPlace || kernel.Reads.Count == 0)
            return false;
        string first = Root(inputs[kernel.Reads[0]]);
        bool readTwice = kernel.Reads.Skip(1).Any(r => Root(inputs[r]) == first);
        return !readTwice && !constants.Has(first) && lastUse[first] == step && Length(first) == length;
    }

    /// <summary>Frees what was read for the last time, and the output where nobody ever reads it.</summary>
    private void Release(string[] inputs, Kernel kernel, int step, int kept)
    {
        foreach (string root in kernel.Reads.Select(r => Root(inputs[r])).Distinct())
        {
            if (lastUse[root] == step && places.TryGetValue(root, out Storage place) && !place.Constant && place.Index != kept)
                layout.Give(place.Index);
        }
    }

    private Storage Place(string value)
    {
        string root = Root(value);
        if (!places.TryGetValue(root, out Storage place))
        {
            float[] data = OperatorContext.Floats(constants.Find(root) ?? throw new InvalidOperationException($"Value '{value}' is not computed."));
            AlignedBuffer buffer = new(data.Length);
            data.CopyTo(buffer.Span);
            shared.Add(buffer);
            places[root] = place = new Storage(true, shared.Count - 1, data.Length);
        }
        return place;
    }

    private int Length(string value) => value.EndsWith('\0')
        ? checked(Interleaving.Blocks(shapes[value[..^1]][0]) * Interleaving.Samples * SampleLength(value[..^1]))
        : shapes[value].Aggregate(1, (product, d) => product * d);
}
