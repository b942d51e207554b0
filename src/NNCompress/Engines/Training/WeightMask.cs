using NNCompress.Models;

namespace NNCompress.Engines.Training;

/// <summary>Holds chosen weights at zero while the others are trained.</summary>
public sealed class WeightMask : ITrainingHook
{
    /// <summary>By tensor: the positions that stay zero, ascending.</summary>
    private readonly Dictionary<string, int[]> zeros;

    /// <param name="kept">By the name of a trained tensor, row-major: whether each weight may be other than zero. Tensors that are not named are free.</param>
    public WeightMask(IReadOnlyDictionary<string, bool[]> kept) => zeros = kept.ToDictionary(
        k => k.Key, k => Enumerable.Range(0, k.Value.Length).Where(i => !k.Value[i]).ToArray());

    public IReadOnlyList<(string Name, Memory<float> Values)> State => [];

    /// <summary>A mask that keeps every weight that is zero in <paramref name="network"/> at zero: matrices and kernels, not biases or norms.</summary>
    public static WeightMask OfZeros(Network network) => new(network.Weights
        .Where(t => t.Shape.Length > 1 && t.Floats.Contains(0f))
        .ToDictionary(t => t.Name, t => Array.ConvertAll(t.Floats, w => w != 0)));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A tensor is not trained, or has another length than its mask.</exception>
    public void Begin(ITrainingRun run, long totalSteps)
    {
        foreach ((string name, int[] positions) in zeros)
        {
            TrainingParameter parameter = run.Parameters.FirstOrDefault(p => p.Name == name)
                ?? throw new ArgumentException($"The masked tensor '{name}' is not trained.");
            if (positions.Length > 0 && positions[^1] >= parameter.Values.Length)
                throw new ArgumentException($"The mask of '{name}' is longer than its {parameter.Values.Length} weights.");
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
            if (!zeros.TryGetValue(parameter.Name, out int[]? positions))
                continue;
            Span<float> values = parameter.Values;
            foreach (int i in positions)
                values[i] = 0;
        }
    }
}
