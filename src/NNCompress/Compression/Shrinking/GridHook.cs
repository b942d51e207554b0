using NNCompress.Coding;
using NNCompress.Engines.Training;

namespace NNCompress.Compression.Shrinking;

/// <summary>
/// Trains a network towards a size: over the first part of the steps weights leave, least worth a bit first, as the coded size sinks to its goal
/// on a cubic path (Zhu and Gupta 2017), and every step computes with the weights as they will be stored. Then which weights stay and how
/// coarse they are is settled, and the rest of the steps trains them.
/// </summary>
/// <param name="goal">Bytes that the trained matrices and kernels may take together.</param>
internal sealed class GridHook(double goal) : ITrainingHook
{
    /// <summary>Steps between two looks at the gradients.</summary>
    private const int Stride = 4;

    /// <summary>No more of the weights leave at once, for the rest has to be trained after each loss.</summary>
    private const double MostAtOnce = 0.5;

    /// <summary>How often, when the ramp ends, the goal may be missed.</summary>
    private const int LastTries = 16;

    private GridTensor[] tensors = [];
    private GradientEnergy[] energies = [];
    private double start;
    private long ramp;
    private long every;

    public IReadOnlyList<(string Name, Memory<float> Values)> State =>
    [
        .. tensors.SelectMany(t => t.State),
        .. energies.SelectMany((e, i) => e.State.Select((values, n) => ($"{tensors[i].Parameter.Name}.energy{n}", values))),
    ];

    /// <summary><see cref="GridTensor.Step"/> by the tensor's name.</summary>
    public IReadOnlyDictionary<string, float> Steps => tensors.ToDictionary(t => t.Parameter.Name, t => t.Step);

    public void Begin(ITrainingRun run, long totalSteps)
    {
        tensors = [.. run.Parameters.Where(p => p.Role == ParameterRole.Weight && p.Shape.Length > 1).Select(p => new GridTensor(p))];
        energies = [.. tensors.Select(t => new GradientEnergy(t.Rows, t.Columns))];
        ramp = (long)(totalSteps * ShrinkSettings.Ramp);
        every = Math.Max(1, ramp / ShrinkSettings.Decisions);
        foreach (GridTensor tensor in tensors)
        {
            tensor.Fit();
            tensor.Project();
        }
        start = Bits();
    }

    public void BeforeStep(ITrainingRun run, long step, double learningRate)
    {
    }

    public void AfterStep(ITrainingRun run, long step, double learningRate)
    {
        foreach (GridTensor tensor in tensors)
            tensor.Absorb();
        if (step <= ramp && step % Stride == 0)
        {
            for (int i = 0; i < tensors.Length; i++)
                energies[i].Add(tensors[i].Parameter);
        }
        if (step < ramp && step > 0 && step % every == 0)
            Thin(Bits(), Path(step / (double)ramp));
        if (step == ramp)
            Settle();
        foreach (GridTensor tensor in tensors)
            tensor.Project();
    }

    private double Path(double done) => (8 * goal) + ((start - (8 * goal)) * Math.Pow(1 - done, 3));

    private double Bits() => tensors.Sum(t => TensorCoder.LevelBits(t.Levels(), t.Rows, t.Columns));

    private void Settle()
    {
        double bits = Bits();
        for (int i = 0; i < LastTries && bits > 8 * goal; i++)
        {
            Thin(bits, 8 * goal);
            bits = Bits();
        }
    }

    /// <summary>Lets as many weights go as the bits are above the limit, in proportion.</summary>
    private void Thin(double bits, double limit)
    {
        int kept = tensors.Sum(t => t.Kept);
        int stay = (int)(kept * Math.Max(limit / Math.Max(bits, 1), MostAtOnce));
        if (stay >= kept)
            return;
        float[][] salience = Array.ConvertAll(tensors, t => new float[t.Length]);
        for (int i = 0; i < tensors.Length; i++)
            RateSalience.Measure(tensors[i], energies[i], salience[i]);
        float[] sorted = [.. salience.SelectMany(s => s)];
        Array.Sort(sorted);
        float threshold = stay == 0 ? float.PositiveInfinity : sorted[^stay];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i].Keep(salience[i], threshold);
            tensors[i].Fit();
        }
    }
}
