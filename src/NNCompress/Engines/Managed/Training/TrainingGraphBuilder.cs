using NNCompress.Engines.Managed.Interleaved;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Managed.Operators;
using NNCompress.Engines.Managed.Training.Steps;
using NNCompress.Models;
using NNCompress.Models.Shapes;
using NNCompress.Numerics;

namespace NNCompress.Engines.Managed.Training;

/// <summary>Makes a network's nodes into steps, for one batch size.</summary>
internal sealed class TrainingGraphBuilder
{
    private readonly Network network;
    private readonly ParameterStore parameters;
    private readonly WorkTeam team;
    private readonly SimdPath path;
    private readonly ulong seed;
    private readonly ConstantResolver constants;
    private readonly List<Node> nodes;
    private readonly Dictionary<string, int[]> shapes;
    private readonly Dictionary<string, TrainingValue> values = [];

    // The same values in the other layout, where a node asked for it.
    private readonly Dictionary<string, TrainingValue> relaid = [];
    private readonly List<TrainingStep> steps = [];
    private readonly Dictionary<string, Node> makers = [];
    private readonly string target;
    private readonly HashSet<string> read;
    private long floats;

    private TrainingGraphBuilder(Network network, string target, int batch, int[] sampleShape, ParameterStore parameters, WorkTeam team, SimdPath path, int seed)
    {
        this.network = network;
        this.target = target;
        this.parameters = parameters;
        this.team = team;
        this.path = path;
        this.seed = SplitMix.Next((ulong)seed);
        constants = new ConstantResolver(network);
        nodes = Ancestors.Of(network, [target]);
        shapes = ShapeInference.Infer(network, constants, batch, sampleShape, nodes);
        read = [target, .. nodes.SelectMany(n => n.Inputs)];
        foreach (Node node in nodes)
        {
            foreach (string output in node.Outputs)
                makers[output] = node;
        }
    }

    /// <param name="network">The network.</param>
    /// <param name="target">The value that the loss is computed of.</param>
    /// <param name="batch">Samples in a batch.</param>
    /// <param name="sampleShape">The input's shape without the batch.</param>
    /// <param name="parameters">What is trained.</param>
    /// <param name="team">Threads that will share the work.</param>
    /// <param name="path">Vector width.</param>
    /// <param name="seed">For dropout.</param>
    /// <param name="inputGradient">Whether the loss's gradient by the input is wanted too.</param>
    /// <exception cref="NncException">NNC2020 unsupported operator or attribute, NNC2021 shapes that do not fit, or a batch too large for the memory allowed.</exception>
    public static TrainingGraph Build(
        Network network, string target, int batch, int[] sampleShape, ParameterStore parameters, WorkTeam team, SimdPath path, int seed, bool inputGradient = false)
    {
        TrainingGraphBuilder builder = new(network, target, batch, sampleShape, parameters, team, path, seed);
        string input = network.Inputs[0].Name;
        builder.values[input] = builder.NewValue(builder.shapes[input], inputGradient);
        foreach (Node node in builder.nodes)
            builder.Make(node);
        TrainingGraph graph = new(builder.values[input], builder.InLayout(target, interleaved: false), builder.steps);
        graph.Claim();
        return graph;
    }

    private void Make(Node node)
    {
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            // Constant nodes, and what follows from shapes. Of several outputs those of Split can be trained.
            if (constants.Find(node.Outputs[i]) is null && (i == 0 || (node.OpType is "Split" && read.Contains(node.Outputs[i]))))
                Make(node, new OperatorContext(network, node, shapes, constants, path, i));
        }
    }

    private void Make(Node node, OperatorContext context)
    {
        string output = node.Outputs[context.OutputIndex];
        if (OperatorRegistry.Find(node) is null)
            throw context.Unsupported("is not supported");
        TrainingValue?[] inputs = [.. node.Inputs.Select(name => Value(context, name))];
        bool view = StepRegistry.IsView(context), interleaved = view ? inputs[0]!.Shape.SequenceEqual(shapes[output]) && inputs[0]!.Interleaved : StepRegistry.IsInterleaved(node, inputs);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] is not null)
                inputs[i] = InLayout(node.Inputs[i], interleaved && StepRegistry.IsImage(i));
        }
        if (view)
        {
            values[output] = inputs[0]!.View(shapes[output]);
            return;
        }
        bool gradient = inputs.Any(v => v?.GradientBuffer is not null);
        values[output] = Overwrites(node) ? inputs[0]!.View(shapes[output]) : NewValue(shapes[output], gradient, interleaved);
        StepContext step = new(context, inputs, values[output], team, seed + SplitMix.Next((ulong)node.Index));
        steps.Add(StepRegistry.Find(node)?.Invoke(step) ?? Only(step, gradient));
    }

    /// <summary>A node that cannot be differentiated may stand where nothing is trained before it.</summary>
    private static ForwardStep Only(StepContext c, bool gradient)
    {
        Kernel kernel = OperatorRegistry.Find(c.Node)!(c.Operator);
        return !gradient && kernel.Reads.All(index => c.Inputs[index] is not null)
            ? new ForwardStep(c, kernel == Kernel.View ? new Copy() : kernel)
            : throw c.Operator.Unsupported("runs but cannot be trained; compress without training, or train elsewhere first");
    }

    /// <summary>The value with its samples outermost or innermost; where it is not, a step copies it.</summary>
    private TrainingValue InLayout(string name, bool interleaved)
    {
        TrainingValue value = values[name];
        if (value.Interleaved == interleaved)
            return value;
        if (!relaid.TryGetValue(name, out TrainingValue? other))
        {
            relaid[name] = other = NewValue(value.Shape, value.GradientBuffer is not null, interleaved);
            steps.Add(new InterleaveStep(value, other));
        }
        return other;
    }

    /// <summary>Whether the node may put its output in its input's place: nothing else reads it, and its own maker does not need it again.</summary>
    private bool Overwrites(Node node)
    {
        string input = node.Inputs[0];
        return StepRegistry.MayOverwrite(node) && input != target && makers.TryGetValue(input, out Node? maker) && StepRegistry.ForgetsOutput(maker)
            && nodes.Sum(n => n.Inputs.Count(i => i == input)) == 1;
    }

    private TrainingValue? Value(OperatorContext context, string name)
    {
        if (name.Length == 0)
            return null;
        if (values.TryGetValue(name, out TrainingValue? value))
            return value;
        if (parameters.Find(name) is { } parameter)
            return values[name] = parameter;
        if (constants.Find(name) is not { } constant)
            throw context.Unsupported($"reads '{name}', a second output, which is not computed");
        value = NewValue(constant.Shape, gradient: false);
        OperatorContext.Floats(constant).CopyTo(value.Buffer.Span);
        return values[name] = value;
    }

    private TrainingValue NewValue(int[] shape, bool gradient, bool interleaved = false)
    {
        int length = shape.Skip(1).Aggregate(1, (p, d) => checked(p * d));
        length = checked(length * (interleaved ? Interleaving.Blocks(shape[0]) * Interleaving.Samples : shape.FirstOrDefault(1)));
        floats += gradient ? 2L * length : length;
        if (floats * sizeof(float) > TrainingGraph.MaxBytes)
            throw new NncException("NNC2021", network.Path, $"a batch of {shapes[network.Inputs[0].Name][0]} samples needs more than {TrainingGraph.MaxBytes} bytes for activations and gradients: use a smaller batch or smaller inputs.");
        return new TrainingValue(shape, new AlignedBuffer(length), gradient ? new AlignedBuffer(length) : null, interleaved);
    }
}
