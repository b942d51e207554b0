using System.Numerics;
using NNCompress.Engines.Training;

namespace NNCompress.Engines.Managed.Training.Optimisers;

/// <summary>v ← μ·v + g; w ← w − rate·v (Polyak, 1964; with decay as part of the gradient).</summary>
internal sealed unsafe class Sgd(TrainingOptions options) : Optimiser(options)
{
    public override int Memories => Options.Momentum > 0 ? 1 : 0;

    public override void Update(float* w, float* g, ReadOnlySpan<nint> memory, int length, double rate, long step, bool decays)
    {
        Vector<float> l1 = new(decays ? (float)Options.L1 : 0), l2 = new(decays ? (float)(Options.L2 + Options.WeightDecay) : 0);
        Vector<float> momentum = new((float)Options.Momentum), factor = new((float)rate);
        float* v = memory.IsEmpty ? null : (float*)memory[0];
        for (int i = 0; i < length; i += Vector<float>.Count)
        {
            Vector<float> weight = Vector.Load(w + i), slope = Penalise(Vector.Load(g + i), weight, l1, l2);
            if (v != null)
            {
                slope += momentum * Vector.Load(v + i);
                Vector.Store(slope, v + i);
            }
            Vector.Store(weight - (factor * slope), w + i);
        }
    }
}
