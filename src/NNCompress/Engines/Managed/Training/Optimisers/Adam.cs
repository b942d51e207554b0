using System.Numerics;
using NNCompress.Engines.Training;

namespace NNCompress.Engines.Managed.Training.Optimisers;

/// <summary>
/// m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; w ← w − rate·m̂/(√v̂ + ε), where m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ) (Kingma and Ba,
/// 2015, algorithm 1). AdamW first shrinks w by rate·λ (Loshchilov and Hutter, 2019, algorithm 2).
/// </summary>
internal sealed unsafe class Adam(TrainingOptions options) : Optimiser(options)
{
    public override int Memories => 2;

    public override void Update(float* w, float* g, ReadOnlySpan<nint> memory, int length, double rate, long step, bool decays)
    {
        bool decoupled = Options.Optimiser == OptimiserKind.AdamW;
        double decay = decays ? Options.WeightDecay : 0;
        Vector<float> l1 = new(decays ? (float)Options.L1 : 0), l2 = new((float)((decays ? Options.L2 : 0) + (decoupled ? 0 : decay)));
        Vector<float> keep = new((float)(1 - (decoupled ? rate * decay : 0)));
        Vector<float> b1 = new((float)Options.Beta1), c1 = new((float)(1 - Options.Beta1)), b2 = new((float)Options.Beta2), c2 = new((float)(1 - Options.Beta2));
        Vector<float> stride = new((float)(rate / (1 - Math.Pow(Options.Beta1, step))));
        Vector<float> root = new((float)(1 / Math.Sqrt(1 - Math.Pow(Options.Beta2, step)))), epsilon = new((float)Options.Epsilon);
        float* first = (float*)memory[0], second = (float*)memory[1];
        for (int i = 0; i < length; i += Vector<float>.Count)
        {
            Vector<float> weight = Vector.Load(w + i), slope = Penalise(Vector.Load(g + i), weight, l1, l2);
            Vector<float> m = (b1 * Vector.Load(first + i)) + (c1 * slope), v = (b2 * Vector.Load(second + i)) + (c2 * slope * slope);
            Vector.Store(m, first + i);
            Vector.Store(v, second + i);
            Vector.Store((keep * weight) - (stride * m / ((Vector.SquareRoot(v) * root) + epsilon)), w + i);
        }
    }
}
