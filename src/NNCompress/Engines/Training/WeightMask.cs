using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using NNCompress.Models;

namespace NNCompress.Engines.Training;

/// <summary>Holds chosen weights at zero while the others are trained.</summary>
public sealed class WeightMask : ITrainingHook
{
    /// <summary>By tensor: all bits of each weight that is free, none of one that is zero.</summary>
    private readonly Dictionary<string, int[]> bits;

    /// <param name="kept">By the name of a trained tensor, row-major: whether each weight may be other than zero. Tensors that are not named are free.</param>
    public WeightMask(IReadOnlyDictionary<string, bool[]> kept) => bits = kept.ToDictionary(k => k.Key, k => Array.ConvertAll(k.Value, free => free ? -1 : 0));

    public IReadOnlyList<(string Name, Memory<float> Values)> State => [];

    /// <summary>A mask that keeps every weight that is zero in <paramref name="network"/> at zero: matrices and kernels, not biases or norms.</summary>
    public static WeightMask OfZeros(Network network) => new(network.Weights
        .Where(t => t.Shape.Length > 1 && t.Floats.Contains(0f))
        .ToDictionary(t => t.Name, t => Array.ConvertAll(t.Floats, w => w != 0)));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A tensor is not trained, or has another length than its mask.</exception>
    public void Begin(ITrainingRun run, long totalSteps)
    {
        foreach ((string name, int[] mask) in bits)
        {
            TrainingParameter parameter = run.Parameters.FirstOrDefault(p => p.Name == name)
                ?? throw new ArgumentException($"The masked tensor '{name}' is not trained.");
            if (mask.Length != parameter.Values.Length)
                throw new ArgumentException($"The mask of '{name}' has {mask.Length} entries for {parameter.Values.Length} weights.");
        }
        Clear(run);
    }

    public void BeforeStep(ITrainingRun run, long step, double learningRate)
    {
    }

    public void AfterStep(ITrainingRun run, long step, double learningRate) => Clear(run);

    private void Clear(ITrainingRun run)
    {
        foreach (TrainingParameter parameter in run.Parameters)
        {
            if (!bits.TryGetValue(parameter.Name, out int[]? mask))
                continue;
            Span<int> values = MemoryMarshal.Cast<float, int>(parameter.Values);
            TensorPrimitives.BitwiseAnd(values, mask, values);
        }
    }
}
