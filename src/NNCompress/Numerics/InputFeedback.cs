using System.Numerics.Tensors;

namespace NNCompress.Numerics;

/// <summary>
/// How the inputs of a layer make up for each other's errors: where the weight of one is moved, the best places of those behind it move too (<see cref="SquareMatrix.FeedbackFactor"/>),
/// those of the largest energy first and the bias, where there is one, last. Inputs of different blocks do not.
/// </summary>
internal sealed class InputFeedback
{
    /// <summary>
    /// Energy that every input is taken to have beside what was seen, relative to their mean: errors do not pile up where the samples happen to show none.
    /// </summary>
    private const double Damping = 0.03;

    // Many inputs that are positive on average all but make up the constant: what they leave of it may be less than the rounding of moments summed in single
    // precision, and then more is added.
    private const double ConstantShare = 1e-9;

    private readonly Block[] blocks;

    /// <param name="moments">Second moments of each block of inputs, the constant 1 last.</param>
    /// <param name="inputs">All inputs of the layer.</param>
    /// <param name="bias">Whether the layer has a bias that can take up errors.</param>
    /// <exception cref="ArithmeticException">The moments are not finite.</exception>
    public InputFeedback(double[] moments, InputBlocks inputs, bool bias)
    {
        int[][] orders = [.. Enumerable.Range(0, inputs.Count).Select(b => Order(moments.AsSpan(inputs.Offset(b)), inputs[b].Length))];
        double energy = 0;
        for (int b = 0; b < inputs.Count; b++)
        {
            foreach (int c in orders[b])
                energy += moments[inputs.Offset(b) + (c * (inputs[b].Length + 2))] / inputs.Inputs;
        }
        InputEnergy = Math.Max(energy, 1e-12);
        Pivots = new double[inputs.Inputs];
        blocks = new Block[inputs.Count];
        // Of a wide layer one block is looked at after the other.
        Shelf shelf = inputs.Count == 1 ? Shelf.Unbounded() : new Shelf(0);
        for (int b = 0; b < blocks.Length; b++)
        {
            (int start, int length) = inputs[b];
            int[] order = bias ? [.. orders[b], length] : orders[b];
            double[] factor = Raised(moments.AsMemory(inputs.Offset(b)), order, length, Damping * InputEnergy, SquareMatrix.FeedbackFactor);
            blocks[b] = new Block(Array.ConvertAll(order, c => c == length ? inputs.Inputs : start + c), order, length, shelf.Put(factor));
            for (int i = 0; i < length; i++)
                Pivots[blocks[b].Order[i]] = factor[(i * order.Length) + i];
        }
        Energy = Pivots.Average(p => 1 / (p * p));
    }

    public IReadOnlyList<Block> Blocks => blocks;

    /// <summary>Mean energy of an input.</summary>
    public double InputEnergy { get; }

    /// <summary>Mean output error for a unit error in one weight after the others have made up for it.</summary>
    public double Energy { get; }

    /// <summary>1 / √(output error of a unit error after the columns behind it have made up for it), of each column.</summary>
    public double[] Pivots { get; }

    /// <summary>A matrix of each block's moments and some energy in every input, in the block's order: by such matrices weights shrink that hardly any sample reads.</summary>
    /// <param name="moments">As in the constructor.</param>
    /// <param name="inputs">As in the constructor.</param>
    /// <param name="energy">Of every input, beside what was seen.</param>
    /// <param name="block">Which.</param>
    /// <returns>The inverse.</returns>
    public double[] Inverse(double[] moments, InputBlocks inputs, double energy, int block) =>
        Raised(moments.AsMemory(inputs.Offset(block)), blocks[block].Own, blocks[block].Inputs, energy, SquareMatrix.InvertPositive);

    /// <summary>Moves every weight of a row up or down by as much, one after the other; those behind it make up for that, as they do when weights are rounded.</summary>
    /// <param name="row">The bias last.</param>
    /// <param name="size">By how much. The output error to expect is its square · inputs · <see cref="Energy"/>.</param>
    /// <param name="seed">Tells rows apart.</param>
    public void Disturb(Span<double> row, double size, ulong seed)
    {
        ulong state = SplitMix.Next(seed);
        foreach (Block block in blocks)
        {
            int n = block.Order.Length;
            double[] factor = block.Factor.Values, moved = new double[n];
            for (int i = 0; i < block.Inputs; i++)
            {
                double error = ((state = SplitMix.Next(state)) & 1) == 0 ? size : -size;
                TensorPrimitives.MultiplyAdd(factor.AsSpan((i * n) + i, n - i), error / factor[(i * n) + i], moved.AsSpan(i), moved.AsSpan(i));
            }
            for (int i = 0; i < n; i++)
                row[block.Order[i]] += moved[i];
        }
    }

    /// <summary>Inputs of a matrix of <paramref name="inputs"/> + 1, those of the largest energy first.</summary>
    private static int[] Order(ReadOnlySpan<double> moments, int inputs)
    {
        double[] energies = new double[inputs];
        for (int c = 0; c < inputs; c++)
            energies[c] = moments[c * (inputs + 2)];
        return [.. Enumerable.Range(0, inputs).OrderByDescending(c => energies[c]).ThenBy(c => c)];
    }

    /// <summary>What is computed of a block's matrix in the order of rounding, the energy added to every input, and to the constant only as much as keeps the matrix positive definite.</summary>
    private static double[] Raised(ReadOnlyMemory<double> matrix, int[] order, int inputs, double energy, Func<double[], int, double[]> compute) => SquareMatrix.Raising(share =>
    {
        ReadOnlySpan<double> values = matrix.Span;
        int n = order.Length;
        double[] result = LargeMemory.New<double>(n * n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                result[i * n + j] = values[order[i] * (inputs + 1) + order[j]];
            // The constant's own moment is 1.
            result[i * n + i] += i < inputs ? energy * Math.Max(1, share / ConstantShare) : share;
        }
        return compute(result, n);
    }, ConstantShare);

    /// <summary>Inputs that make up for each other's errors.</summary>
    /// <param name="Order">Columns of the layer in the order of rounding, the bias last where there is one.</param>
    /// <param name="Own">The same, as columns of the block.</param>
    /// <param name="Inputs">Without the bias.</param>
    /// <param name="Factor">Upper feedback factor in that order.</param>
    internal sealed record Block(int[] Order, int[] Own, int Inputs, Shelved<double> Factor);
}
