using System.Numerics.Tensors;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Numerics;
using Tensor = NNCompress.Models.Tensor;

namespace NNCompress.Pruning;

/// <summary>
/// What errors in a layer's weights do to the network's outputs, as seen: all of its weights move at random. What the weights alone let expect knows nothing
/// of gates, of the slopes of functions or of how many places a picture has, and in a deep network that adds up to many orders of magnitude.
/// </summary>
internal sealed class Disturbance
{
    /// <summary>By how much a weight is moved, relative to the root mean square of the layer's: about what rounding to a few bits does.</summary>
    private const double Share = 1.0 / 16;

    /// <summary>An effect below this part of the outputs' energy is not told from single precision.</summary>
    private const double Least = 1e-12;

    private const int FewestSamples = 16, MostSamples = 512;

    /// <summary>Outputs of all samples together, unless one sample has more.</summary>
    private const int MostOutputs = 1 << 21;

    /// <summary>Multiply-accumulates that one layer may take.</summary>
    private const double Work = 1e9;

    private readonly IEngine engine;
    private readonly Network network;
    private readonly Dataset data;
    private readonly bool classes;
    private readonly CancellationToken cancellation;
    private readonly Predictions outputs;
    private readonly double energy;

    /// <param name="engine">Runs the network.</param>
    /// <param name="network">What is looked at.</param>
    /// <param name="data">Samples; a few dozen are taken.</param>
    /// <param name="classes">Whether its outputs are scores of classes: their errors count as they are, without what all have in common. Elsewhere they count relative to the outputs' mean square.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="NncException">As for <see cref="IEngine.Evaluate"/>.</exception>
    public Disturbance(IEngine engine, Network network, Dataset data, bool classes, CancellationToken cancellation)
    {
        (this.engine, this.network, this.classes, this.cancellation) = (engine, network, classes, cancellation);
        int width = engine.Evaluate(network, data.Range(0, 1), null, cancellation).Width;
        int affordable = (int)Math.Clamp(Work / Math.Max(1, NetworkCost.Macs(network)), FewestSamples, MostSamples);
        this.data = data.Sample(Math.Clamp(MostOutputs / Math.Max(1, width), 1, affordable), seed: 1);
        outputs = engine.Evaluate(network, this.data, null, cancellation);
        energy = TensorPrimitives.SumOfSquares<float>(outputs.Scores) / (double)outputs.Count;
    }

    /// <summary>What an estimate of the layer's effect has to be multiplied with to be what is seen where its weights move by as much as rounding does.</summary>
    /// <param name="layer">One of the network's.</param>
    /// <param name="disturb">Moves its weights, by how much each; says what squared error at the outputs, all of a sample together, the estimate lets expect of that.</param>
    /// <returns>1 where nothing is seen, or nothing expected.</returns>
    /// <exception cref="NncException">As for <see cref="IEngine.Evaluate"/>.</exception>
    public double Scale(Layer layer, Func<double, (Network Disturbed, double Expected)> disturb)
    {
        (Network disturbed, double expected) = disturb(Share * Size(layer));
        double seen = Effect(engine.Evaluate(disturbed, data, null, cancellation)), scale = seen / expected;
        return seen > Least * energy && scale > 0 && double.IsFinite(scale) ? classes ? scale : scale * outputs.Width / energy : 1;
    }

    /// <summary>The same where nothing makes up for the errors: every weight of the layer becomes a little larger or smaller.</summary>
    /// <param name="layer">One of the network's.</param>
    /// <param name="expected">Squared error at the outputs, all of a sample together, for errors of variance 1 in all of the layer's weights.</param>
    /// <returns>1 where nothing is seen, or nothing expected.</returns>
    /// <exception cref="NncException">As for <see cref="IEngine.Evaluate"/>.</exception>
    public double Scale(Layer layer, double expected) => Scale(layer, size => (Disturbed(layer, (float)size), size * size * expected));

    /// <summary>Mean squared difference of a sample's outputs.</summary>
    private double Effect(Predictions moved)
    {
        double[] sums = new double[outputs.Count];
        Parallel.For(0, sums.Length, () => new float[outputs.Width], (i, _, difference) =>
        {
            TensorPrimitives.Subtract(moved.Row(i), outputs.Row(i), difference);
            if (classes)
                TensorPrimitives.Subtract(difference, TensorPrimitives.Sum<float>(difference) / difference.Length, difference);
            sums[i] = TensorPrimitives.SumOfSquares<float>(difference);
            return difference;
        }, _ => { });
        return sums.Sum() / sums.Length;
    }

    /// <summary>Root mean square of a layer's weights.</summary>
    private double Size(Layer layer)
    {
        float[] values = Values(layer);
        return Math.Sqrt(TensorPrimitives.SumOfSquares<float>(values) / values.Length);
    }

    private Network Disturbed(Layer layer, float size)
    {
        float[] values = Values(layer);
        ulong state = (ulong)values.Length;
        for (int i = 0; i < values.Length; i++)
            values[i] += ((state = SplitMix.Next(state)) & 1) == 0 ? size : -size;
        StoredWeights weight = network.Stored(layer.Weight);
        Network copy = network.Clone();
        copy.Replace(new Tensor(weight.Name, weight.Shape, values, weight.Type));
        return copy;
    }

    /// <summary>An own copy of a layer's weights.</summary>
    private float[] Values(Layer layer)
    {
        StoredWeights weight = network.Stored(layer.Weight);
        float[] values = LargeMemory.New<float>(weight.Length);
        weight.Read(0, values);
        return values;
    }
}
