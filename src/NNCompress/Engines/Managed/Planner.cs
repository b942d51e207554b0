using NNCompress.Data;
using NNCompress.Engines.Managed.Interleaved;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed;

/// <summary>Fits data to a network's input and chooses the batch.</summary>
internal static class Planner
{
    private const int LargestBatch = 128;
    private const int SmallestBatch = 16;

    // Activations of a batch should stay in the second-level cache; a dense layer wants a batch large enough to reuse its weights.
    private const long WantedBytes = 2L << 20;

    /// <exception cref="NncException">NNC2020 unsupported, NNC2021 shapes that do not fit, or too large ones, NNC2022 data that does not fit the input.</exception>
    public static Plan Plan(Network network, Dataset data, IReadOnlyCollection<string> values, SimdPath path)
    {
        (int batch, bool whole, int[] sampleShape) = Prepare(network, data, values);
        Plan plan = PlanBuilder.Build(network, values, batch, sampleShape, path);
        // Copies in another layout take more than the estimate.
        for (; plan.WorkerBytes > 2 * Managed.Plan.WantedWorkerBytes && batch > 1 && ShapeInference.BatchOf(network, batch / 2) == batch / 2;)
        {
            batch = whole ? Divisor(data.Count, batch / 2) : batch / 2;
            plan = PlanBuilder.Build(network, values, batch, sampleShape, path);
        }
        if (plan.WorkerBytes > Managed.Plan.MaxWorkerBytes)
            throw new NncException("NNC2021", network.Path, $"the network needs {plan.WorkerBytes} bytes for the activations of a batch of {batch}, more than {Managed.Plan.MaxWorkerBytes}: use smaller inputs or a smaller batch.");
        return plan;
    }

    /// <summary>The batch for a run, and the input's shape without it.</summary>
    /// <exception cref="NncException">NNC2020 unsupported operator, NNC2022 data that does not fit the input.</exception>
    /// <exception cref="ArgumentException">A name is that of no input or computed value.</exception>
    public static (int Batch, int[] SampleShape) Fit(Network network, Dataset data, IReadOnlyCollection<string> values)
    {
        (int batch, _, int[] sampleShape) = Prepare(network, data, values);
        return (batch, sampleShape);
    }

    private static (int Batch, bool Whole, int[] SampleShape) Prepare(Network network, Dataset data, IReadOnlyCollection<string> values)
    {
        ValueInfo input = Input(network);
        foreach (string value in values)
        {
            if (value != input.Name && !network.Nodes.Any(n => n.Outputs.Contains(value)))
                throw new ArgumentException($"The network computes no value '{value}'.", nameof(values));
        }
        int[] sampleShape = SampleShape(network, input, data);
        (int batch, bool whole) = Batch(network, data, values, sampleShape);
        return (batch, whole, sampleShape);
    }

    /// <summary>
    /// The model's own batch, or one that suits the caches; it must not depend on the number of threads. Where a value that is asked for has not the samples first, as tokens in some
    /// attentions, filling could not be told from samples: then all batches are whole.
    /// </summary>
    private static (int Batch, bool Whole) Batch(Network network, Dataset data, IReadOnlyCollection<string> values, int[] sampleShape)
    {
        int wanted = Math.Clamp(data.Count, 1, LargestBatch);
        if (ShapeInference.BatchOf(network, wanted) != wanted || ShapeInference.BatchOf(network, 1) != 1)
            return (ShapeInference.BatchOf(network, wanted), false);
        List<Node> nodes = Ancestors.Of(network, values);
        // Some graphs name their batch in a constant though their input leaves it open: they take that one, or single samples.
        if (Shapes(1) is not { } shapes)
            return (wanted, false);
        long largest = nodes.Select(n => n.Outputs.Concat(n.Inputs.Take(1)).Sum(Length)).Append(1).Max();
        // Two neighbouring values are what must be in the cache; these and what is asked for must not be too many.
        long cached = Math.Max(SmallestBatch, WantedBytes / (largest * sizeof(float)));
        long held = Math.Max(1, Managed.Plan.WantedWorkerBytes / ((values.Sum(Length) + (2 * largest)) * sizeof(float)));
        // Convolutions work on whole blocks of samples.
        if (nodes.Any(n => n.OpType == "Conv"))
            cached = Math.Max(cached / Interleaving.Samples, 1) * Interleaving.Samples;
        int batch = (int)Math.Min(wanted, Math.Min(cached, held));
        if (Shapes(batch) is not { } batched)
            return (1, false);
        bool whole = values.Any(v => batched.TryGetValue(v, out int[]? shape) && shape.Length > 0 && shape[0] != batch * shapes[v][0]);
        return (whole ? Divisor(data.Count, batch) : batch, whole);

        Dictionary<string, int[]>? Shapes(int batch)
        {
            try
            {
                return ShapeInference.Infer(network, new ConstantResolver(network), batch, sampleShape, nodes);
            }
            catch (NncException e) when (e.Code == "NNC2021")
            {
                return null;
            }
        }

        long Length(string value) => shapes.TryGetValue(value, out int[]? shape) ? shape.Aggregate(1L, (p, d) => p * d) : 0;
    }

    /// <summary>The greatest divisor of a number that is not above a limit.</summary>
    private static int Divisor(int number, int limit)
    {
        int divisor = Math.Clamp(limit, 1, Math.Max(number, 1));
        while (number % divisor != 0)
            divisor--;
        return divisor;
    }

    /// <summary>The network's only input.</summary>
    public static ValueInfo Input(Network network)
    {
        if (network.Inputs.Count != 1)
            throw new NncException("NNC2020", network.Path, $"the network has {network.Inputs.Count} inputs that are not constants ({string.Join(", ", network.Inputs.Select(i => i.Name))}); exactly one is supported.");
        ValueInfo input = network.Inputs[0];
        if (input.Type is ElementType.Text)
            throw new NncException("NNC2020", network.Path, $"input '{input.Name}' has type {input.Type}; only numbers and booleans are supported.");
        return input;
    }

    /// <summary>The input's shape without the batch; what the model leaves open is taken from the data.</summary>
    public static int[] SampleShape(Network network, ValueInfo input, Dataset data)
    {
        if (input.Shape is null)
            return data.SampleShape;
        int[] shape = input.Shape.Length > 0 ? input.Shape[1..] : throw Misfit();
        int open = shape.Count(d => d < 0);
        if (open > 0 && shape.Length == data.SampleShape.Length && shape.Zip(data.SampleShape).All(d => d.First < 0 || d.First == d.Second))
            return data.SampleShape;
        long length = 1;
        foreach (int d in shape)
            length = Math.Min(length * Math.Max(d, 1), int.MaxValue);
        if (open == 1 && data.SampleLength % length == 0)
            return [.. shape.Select(d => d < 0 ? (int)(data.SampleLength / length) : d)];
        return open == 0 && length == data.SampleLength ? shape : throw Misfit();

        NncException Misfit() => new("NNC2022", network.Path,
            $"input '{input.Name}' has shape [{string.Join(',', input.Shape)}] (batch first), but the data '{data.Source}' has samples of shape [{string.Join(',', data.SampleShape)}], {data.SampleLength} values: give data that fits the model.");
    }
}
