using NNCompress.Engines.Training;

namespace NNCompress.Pruning.Gates;

/// <summary>One gate while it is trained: its numbers, and Adam's memory of their gradients (Kingma and Ba, 2015).</summary>
internal sealed class GateState(ChannelGate gate, TrainingParameter parameter, double start)
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    public ChannelGate Gate => gate;

    public TrainingParameter Parameter => parameter;

    /// <summary>What is learnt: the gates themselves, or their log α.</summary>
    public float[] Values { get; } = [.. Enumerable.Repeat((float)start, gate.Group.Units.Length)];

    /// <summary>1 for a channel whose gate is still free, 0 for one that has been closed for good.</summary>
    public float[] Free { get; } = [.. Enumerable.Repeat(1f, gate.Group.Units.Length)];

    private float[] First { get; } = new float[gate.Group.Units.Length];

    private float[] Second { get; } = new float[gate.Group.Units.Length];

    // Updates so far: with push-pull not every step is one.
    private float[] Updates { get; } = new float[1];

    public IEnumerable<(string Name, Memory<float> Values)> Memory =>
        [($"{gate.Constant}.value", Values), ($"{gate.Constant}.free", Free), ($"{gate.Constant}#0", First), ($"{gate.Constant}#1", Second), ($"{gate.Constant}#t", Updates)];

    public int Count => Values.Length;

    public void BeginUpdate() => Updates[0]++;

    /// <summary>Takes in a gradient; the step that Adam makes, and the rate that it makes it at in the place of this value.</summary>
    public (double Step, double Rate) Adam(int index, double gradient, double rate)
    {
        First[index] = (float)((Beta1 * First[index]) + ((1 - Beta1) * gradient));
        Second[index] = (float)((Beta2 * Second[index]) + ((1 - Beta2) * gradient * gradient));
        double scaled = rate / (Math.Sqrt(Second[index] / (1 - Math.Pow(Beta2, Updates[0]))) + Epsilon);
        return (scaled * First[index] / (1 - Math.Pow(Beta1, Updates[0])), scaled);
    }
}
