using System.Numerics.Tensors;
using NNCompress.Coding;
using NNCompress.Engines.Training;
using NNCompress.Runtime;
using Tensor = NNCompress.Models.Tensor;

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
    private readonly float[] unit = new float[1];
    private readonly float[] scales;

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
        scales = new float[Rows];
        ByRows = RowGrid.Suits(parameter.Shape);
    }

    public TrainingParameter Parameter { get; }

    /// <summary>The tensor as the coder sees it: first dimension by the product of the others.</summary>
    public int Rows { get; }

    public int Columns { get; }

    public int Length => latent.Length;

    /// <summary>Whether rows have steps of their own: kernels whose batch norms became part of them differ much in scale.</summary>
    public bool ByRows { get; }

    /// <summary>Distance between levels, or <see cref="LevelGrid.Unit"/> where rows have steps of their own; 0 before the first one is set.</summary>
    public float Step => unit[0];

    /// <summary>The weights behind the rounding.</summary>
    public ReadOnlySpan<float> Latent => latent;

    /// <summary>1 for a weight that may be other than zero.</summary>
    public ReadOnlySpan<float> Mask => mask;

    /// <summary>Number of those.</summary>
    public int Kept => mask.Count(m => m != 0);

    /// <summary>Latent weights, mask and steps, for a checkpoint.</summary>
    public IEnumerable<(string Name, Memory<float> Values)> State =>
        [($"{Parameter.Name}.latent", latent), ($"{Parameter.Name}.mask", mask), ($"{Parameter.Name}.step", unit), ($"{Parameter.Name}.scales", scales), ($"{Parameter.Name}.projected", projected)];

    /// <summary>Encodes exactly what was trained, or what is left of it after rows and columns have left.</summary>
    /// <param name="tensor">Trained weights.</param>
    /// <param name="step">The <see cref="Step"/> of their grid.</param>
    public static EncodedTensor Encode(Tensor tensor, float step) =>
        RowGrid.Suits(tensor.Shape) ? RowGrid.Encode(tensor, step) : TensorCoder.Encode(tensor, new TensorCoding(CoderKind.Quantised, step));

    /// <summary>Lets the weights go whose salience is below a threshold, or nothing.</summary>
    public void Keep(ReadOnlySpan<float> salience, float threshold)
    {
        for (int i = 0; i < mask.Length; i++)
            mask[i] = mask[i] != 0 && salience[i] > 0 && salience[i] >= threshold ? 1 : 0;
    }

    /// <summary>Sets the steps by the weights that are left.</summary>
    public void Fit()
    {
        double squares = 0;
        for (int i = 0; i < latent.Length; i++)
            squares += mask[i] * ((double)latent[i] * latent[i]);
        float step = (float)(ShrinkSettings.StepShare * Math.Sqrt(squares / Math.Max(1, Kept)));
        // Where nothing is left, any grid holds the zeros.
        step = float.IsNormal(step) && float.IsFinite(1 / step) ? step : Math.Max(unit[0], 1);
        unit[0] = step;
        if (!ByRows)
            return;
        LevelGrid grid = RowGrid.Of(latent, mask, Rows, step);
        unit[0] = grid.Unit;
        for (int r = 0; r < Rows; r++)
            scales[r] = grid.RowScales[r];
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
        for (int r = 0; r < Rows; r++)
        {
            Span<float> row = projected.AsSpan(r * Columns, Columns);
            double step = StepOf(r);
            TensorPrimitives.Multiply(latent.AsSpan(r * Columns, Columns), (float)(1 / step), row);
            TensorPrimitives.Round(row, row);
            TensorPrimitives.Multiply(row, mask.AsSpan(r * Columns, Columns), row);
            // Level times step, rounded once: the very product that the decoder makes.
            for (int c = 0; c < Columns; c++)
                row[c] = (float)(row[c] * step);
        }
        projected.CopyTo(Parameter.Values);
    }

    /// <summary>The level of every weight.</summary>
    public int[] Levels()
    {
        int[] levels = new int[latent.Length];
        for (int i = 0; i < levels.Length; i++)
            levels[i] = mask[i] == 0 ? 0 : (int)MathF.Round(latent[i] * (float)(1 / StepOf(i / Columns)));
        return levels;
    }

    private double StepOf(int row) => ByRows ? RowGrid.Step(Step, (int)scales[row]) : Step;
}
