using System.Numerics.Tensors;
using NNCompress.Data;
using NNCompress.Models;
using NNCompress.Numerics;
using Tensor = NNCompress.Models.Tensor;

namespace NNCompress.Pruning;

/// <summary>
/// As <see cref="OutputRefit"/>, for depthwise convolutions and others in small groups: each kernel is fitted by itself to the output that its channel has in the
/// original network, by ridge regression around the weights at hand on the few inputs that it reads.
/// </summary>
/// <param name="reader">Runs both networks.</param>
/// <param name="original">Of the network before.</param>
/// <param name="data">What both are run on.</param>
/// <param name="keep">Whether the same layers will be fitted again and again: the original's outputs are kept then.</param>
internal sealed class KernelRefit(PairedRows reader, Dependencies original, Dataset data, bool keep)
{
    /// <summary>Outputs of the original that are kept.</summary>
    private const long MostKept = 1L << 24;

    private const double Ridge = 1e-3;

    private const int ChunkSamples = 1000;

    // A kernel has few elements.
    private const int PatchesPerSample = 2;

    private readonly Dictionary<(string Weight, int Start), Shelved<float>> kept = [];
    private readonly Shelf shelf = Shelf.For(original.Network.StoredBytes);
    private readonly HashSet<string> layers = [.. KernelMoments.Layers(original).Select(l => l.Weight)];
    private readonly RowPairing pairing = new(original.Network);
    private long keptLength;

    /// <summary>Whether the layer's kernels can be fitted: it reads what other layers have made.</summary>
    public bool Fits(Layer layer) => layers.Contains(layer.Weight) && original.Network.Inputs.All(i => i.Name != layer.Input) && pairing.Pairs(layer);

    /// <summary>Fits one layer of the original anew.</summary>
    /// <param name="pruned">Changed in place.</param>
    /// <param name="layer">As it is in the original; <see cref="Fits"/>.</param>
    /// <param name="removed">Units of the original that have left.</param>
    /// <returns>As <see cref="KernelMoments.Of"/>, of what the pruned network feeds the layer.</returns>
    public double[][] Fit(Network pruned, Layer layer, IReadOnlySet<int> removed)
    {
        int[] keptRows = Surgery.Kept(layer.OutUnits, removed);
        Kernels teacher = new(original.Network, layer), student = new(pruned, layer);
        RowBlock before = new(original.Network, layer, PatchesPerSample), after = new(pruned, layer, PatchesPerSample);
        int width = student.Size + 1, rowsOfGroup = keptRows.Length / student.Groups;
        double[][] own = [.. Enumerable.Range(0, student.Groups).Select(_ => new double[width * width])];
        double[][] cross = [.. keptRows.Select(_ => new double[width])];
        long count = 0;
        for (int start = 0; start < data.Count; start += ChunkSamples)
        {
            Dataset chunk = data.Range(start, Math.Min(ChunkSamples, data.Count - start));
            float[] wanted = Wanted(teacher, layer, before, chunk, start);
            count += reader.Read(pruned, layer, chunk, after, first => Parallel.For(0, student.Groups, g =>
            {
                double[] patch = new double[width];
                for (int i = 0; i < after.Rows; i++)
                {
                    student.Patch(after.Values, i, g, patch);
                    for (int a = 0; a < width; a++)
                        TensorPrimitives.MultiplyAdd(patch, patch[a], own[g].AsSpan(a * width, width), own[g].AsSpan(a * width, width));
                    for (int r = g * rowsOfGroup; r < (g + 1) * rowsOfGroup; r++)
                        TensorPrimitives.MultiplyAdd(patch, wanted[((first + i) * teacher.Rows) + keptRows[r]] - student.Output(r, patch), cross[r], cross[r]);
                }
            }));
        }
        for (int g = 0; g < own.Length; g++)
            TensorPrimitives.Divide(own[g], count, own[g]);
        Parallel.For(0, cross.Length, r =>
        {
            TensorPrimitives.Divide(cross[r], count, cross[r]);
            student.Change(r, Step(own[r / rowsOfGroup], cross[r], student.HasBias ? width : width - 1));
        });
        student.Store(pruned);
        return [.. Enumerable.Range(0, keptRows.Length).Select(r => own[r / rowsOfGroup])];
    }

    /// <summary>(own + ridge)⁻¹ · lack, of the first <paramref name="n"/> elements.</summary>
    private static double[] Step(double[] own, double[] lack, int n)
    {
        int width = lack.Length;
        double[] part = new double[n * n], step = new double[width];
        for (int i = 0; i < n; i++)
            Array.Copy(own, i * width, part, i * n, n);
        double[] inverse = SquareMatrix.InvertDamped(part, n, Ridge);
        for (int i = 0; i < n; i++)
            step[i] = TensorPrimitives.Dot<double>(inverse.AsSpan(i * n, n), lack.AsSpan(0, n));
        return step;
    }

    /// <summary>What the original's layer gives for a chunk: rows × outputs.</summary>
    private float[] Wanted(Kernels teacher, Layer layer, RowBlock block, Dataset chunk, int start)
    {
        if (kept.TryGetValue((layer.Weight, start), out Shelved<float>? outputs))
        {
            block.Skip(outputs.Length / teacher.Rows);
            return outputs.Values;
        }
        int rowsOfGroup = teacher.Rows / teacher.Groups;
        float[] made = new float[chunk.Count * PatchesPerSample * teacher.Rows];
        int rows = reader.Read(original.Network, layer, chunk, block, first =>
        {
            // A sample may come to several pictures.
            int length = (first + block.Rows) * teacher.Rows;
            if (made.Length < length)
                Array.Resize(ref made, Math.Max(length, 2 * made.Length));
            Parallel.For(0, teacher.Groups, g =>
            {
                double[] patch = new double[teacher.Size + 1];
                for (int i = 0; i < block.Rows; i++)
                {
                    teacher.Patch(block.Values, i, g, patch);
                    for (int r = g * rowsOfGroup; r < (g + 1) * rowsOfGroup; r++)
                        made[((first + i) * teacher.Rows) + r] = (float)teacher.Output(r, patch);
                }
            });
        });
        Array.Resize(ref made, rows * teacher.Rows);
        if (keep && keptLength + made.Length <= MostKept)
        {
            keptLength += made.Length;
            kept[(layer.Weight, start)] = shelf.Put(made);
        }
        return made;
    }

    /// <summary>A layer's weight as rows × (size + 1), the bias or 0 last.</summary>
    private sealed class Kernels
    {
        private readonly Tensor weight;
        private readonly Tensor? bias;
        private readonly double[] values;

        public Kernels(Network network, Layer layer)
        {
            weight = network.Constant(layer.Weight)!;
            Rows = weight.Shape[0];
            Size = weight.Length / Rows;
            Groups = (int)network.Nodes.First(n => n.Outputs.Contains(layer.Node.Outputs[0])).Int("group", 1);
            bias = network.Constant(layer.Bias) is { } b && b.Length == Rows ? b : null;
            values = new double[Rows * (Size + 1)];
            for (int r = 0; r < Rows; r++)
            {
                for (int c = 0; c < Size; c++)
                    values[(r * (Size + 1)) + c] = weight.Floats[(r * Size) + c];
                values[(r * (Size + 1)) + Size] = bias?.Floats[r] ?? 0;
            }
        }

        public int Rows { get; }

        /// <summary>Elements of a kernel.</summary>
        public int Size { get; }

        public int Groups { get; }

        public bool HasBias => bias is not null;

        /// <summary>What the kernels of a group read, the constant 1 last.</summary>
        public void Patch(float[] rows, int row, int group, double[] patch)
        {
            TensorPrimitives.ConvertChecked<float, double>(rows.AsSpan((row * ((Groups * Size) + 1)) + (group * Size), Size), patch);
            patch[Size] = 1;
        }

        public double Output(int row, double[] patch) => TensorPrimitives.Dot<double>(values.AsSpan(row * patch.Length, patch.Length), patch);

        public void Change(int row, double[] step)
        {
            Span<double> target = values.AsSpan(row * step.Length, step.Length);
            TensorPrimitives.Add(target, step, target);
        }

        public void Store(Network network)
        {
            float[] data = new float[weight.Length];
            for (int i = 0; i < data.Length; i++)
                data[i] = (float)values[(i / Size * (Size + 1)) + (i % Size)];
            network.Replace(new Tensor(weight.Name, weight.Shape, data, weight.Type));
            if (bias is not null)
                network.Replace(new Tensor(bias.Name, bias.Shape, [.. Enumerable.Range(0, Rows).Select(r => (float)values[(r * (Size + 1)) + Size])], bias.Type));
        }
    }
}
