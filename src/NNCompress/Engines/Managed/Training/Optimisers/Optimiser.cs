using System.Numerics;
using NNCompress.Engines.Training;

namespace NNCompress.Engines.Managed.Training.Optimisers;

/// <summary>Changes weights along their gradients, one vector after the other.</summary>
internal abstract unsafe class Optimiser(TrainingOptions options)
{
    /// <summary>Floats that it remembers for each weight.</summary>
    public abstract int Memories { get; }

    protected TrainingOptions Options => options;

    public static Optimiser Of(TrainingOptions options) => options.Optimiser == OptimiserKind.Sgd ? new Sgd(options) : new Adam(options);

    /// <summary>One step; whole vectors are read and written past the end.</summary>
    /// <param name="w">Weights.</param>
    /// <param name="g">Gradient without penalties.</param>
    /// <param name="memory">A pointer for each of <see cref="Memories"/>.</param>
    /// <param name="length">Number of weights.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="step">From 1.</param>
    /// <param name="decays">Whether penalties and weight decay act on these weights.</param>
    public abstract void Update(float* w, float* g, ReadOnlySpan<nint> memory, int length, double rate, long step, bool decays);

    /// <summary>The gradient with penalties: g + l1·sign(w) + l2·w.</summary>
    protected static Vector<float> Penalise(Vector<float> g, Vector<float> w, Vector<float> l1, Vector<float> l2)
    {
        Vector<float> sign = Vector.ConditionalSelect(Vector.GreaterThan(w, Vector<float>.Zero), l1,
            Vector.ConditionalSelect(Vector.LessThan(w, Vector<float>.Zero), -l1, Vector<float>.Zero));
        return g + sign + (l2 * w);
    }
}
