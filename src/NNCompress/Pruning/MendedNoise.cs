using System.Numerics.Tensors;
using NNCompress.Models;
using NNCompress.Numerics;

namespace NNCompress.Pruning;

/// <summary>
/// A layer's weights moved at random, as rounding and removals leave them: every one by as much, and those behind it make up for that as well as they can. Errors that nothing mends move
/// whatever inputs have in common, everywhere at once, and cost many times what those of the same size do that are left when all is mended.
/// </summary>
internal static class MendedNoise
{
    /// <summary>A network with that layer moved.</summary>
    /// <param name="network">Stays as it is.</param>
    /// <param name="layer">One of its layers.</param>
    /// <param name="feedback">How the inputs of a row make up for each other's errors; asked for row by row.</param>
    /// <param name="size">By how much a weight is moved before others make up for it.</param>
    /// <param name="moved">Told each row's feedback and by how much its weights have moved in all, the bias or 0 last; the array is used again.</param>
    public static Network Of(Network network, Layer layer, Func<int, InputFeedback> feedback, double size, Action<int, InputFeedback, double[]> moved)
    {
        LayerRows rows = new(network, layer);
        Network disturbed = network.Clone();
        double[] row = new double[rows.Width], before = new double[rows.Width];
        rows.Store(disturbed, (r, target) =>
        {
            InputFeedback own = feedback(r);
            rows.Read(r, row);
            row.CopyTo(before, 0);
            own.Disturb(row, size, (ulong)r);
            TensorPrimitives.ConvertTruncating<double, float>(row, target);
            TensorPrimitives.Subtract<double>(row, before, row);
            moved(r, own, row);
        });
        return disturbed;
    }
}
