using System.Numerics.Tensors;
using NNCompress.Engines.Training;
using NNCompress.Runtime;

namespace NNCompress.Compression.Shrinking;

/// <summary>
/// One weight tensor while it is trained on a grid: the network computes with level × step, zero where the mask says so, and the gradient of
/// that moves the latent weight behind it, straight through the rounding (Bengio, Léonard and Courville 2013).
/// </summary>
internal sealed class GridTensor
{
    private readonly float[] latent;
    private readonly float[] projected;
    private readonly float[] mask;
    private readonly float[] state = new float[1];

    /// <param name="parameter">Its values are where the latent weights begin.</param>
    public GridTensor(TrainingParameter parameter)
    {
        Parameter = parameter;
        latent = parameter.Values.ToArray();
        projected = [.. latent];
        // Zeros come from the round before, and stay.
        mask = Array.ConvertAll(latent, w => w == 0 ? 0f : 1f);
        Rows = QuantisedWeights.Rows(parameter.Shape);
        Columns = latent.Length / Rows;
    }

    public TrainingParameter Parameter { get; }

    /// <summary>The tensor as the coder sees it: first dimension by the product of the others.</summary>
    public int Rows { get; }

    public int Columns { get; }

    public int Length => latent.Length;

    /// <summary>Distance between levels; 0 before the first one is set.</summary>
    public float Step => state[0];

    /// <summary>The weights behind the rounding.</summary>
    public ReadOnlySpan<float> Latent => latent;

    /// <summary>1 for a weight that may be other than zero.</summary>
    public ReadOnlySpan<float> Mask => mask;

    /// <summary>Number of those.</summary>
    public int Kept => mask.Count(m => m != 0);

    /// <summary>Latent weights, mask and step, for a checkpoint.</summary>
    public IEnumerable<(string Name, Memory<float> Values)> State =>
        [($"{Parameter.Name}.latent", latent), ($"{Parameter.Name}.mask", mask), ($"{Parameter.Name}.step", state), ($"{Parameter.Name}.projected", projected)];

    /// <summary>Lets the weights go whose salience is below a threshold, or nothing.</summary>
    public void Keep(ReadOnlySpan<float> salience, float threshold)
    {
        for (int i = 0; i < mask.Length; i++)
            mask[i] = mask[i] != 0 && salience[i] > 0 && salience[i] >= threshold ? 1 : 0;
    }

    /// <summary>Sets the step by the weights that are left.</summary>
    public void Fit()
    {
        double squares = 0;
        for (int i = 0; i < latent.Length; i++)
            squares += mask[i] * ((double)latent[i] * latent[i]);
        float step = (float)(ShrinkSettings.StepShare * Math.Sqrt(squares / Math.Max(1, Kept)));
        // Where nothing is left, any grid holds the zeros.
        state[0] = float.IsNormal(step) && float.IsFinite(1 / step) ? step : Math.Max(state[0], 1);
    }

    /// <summary>Lets the latent weights take the step that the optimiser made on the rounded ones.</summary>
    public void Absorb()
    {
        TensorPrimitives.Subtract(Parameter.Values, projected, projected);
        TensorPrimitives.Add(latent, projected, latent);
    }

    /// <summary>Writes the rounded weights into the network.</summary>
    public void Project()
    {
        // Level times step in single precision: the very product that the decoder rounds once.
        TensorPrimitives.Multiply(latent, 1 / Step, projected);
        TensorPrimitives.Round(projected, projected);
        TensorPrimitives.Multiply(projected, mask, projected);
        TensorPrimitives.Multiply(projected, Step, projected);
        projected.CopyTo(Parameter.Values);
    }

    /// <summary>The level of every weight.</summary>
    public int[] Levels()
    {
        int[] levels = new int[latent.Length];
        for (int i = 0; i < levels.Length; i++)
            levels[i] = mask[i] == 0 ? 0 : (int)MathF.Round(latent[i] * (1 / Step));
        return levels;
    }
}
