namespace NNCompress.Engines.Managed.Operators;

/// <summary>GatherElements, GatherND, ScatterElements and ScatterND: every index is read while the network runs.</summary>
internal static class IndexedElements
{
    public static Kernel GatherElements(OperatorContext c) => new AlongAxis(c, c.Axis(c.Node.Int("axis", 0), c.Shape(0).Length), scatters: false);

    public static Kernel ScatterElements(OperatorContext c) => new AlongAxis(c, c.Axis(c.Node.Int("axis", 0), c.Shape(0).Length), scatters: true);

    public static Kernel GatherND(OperatorContext c) => new Tuples(c, (int)c.Node.Int("batch_dims", 0), scatters: false);

    public static Kernel ScatterND(OperatorContext c) => new Tuples(c, 0, scatters: true);

    /// <summary>How an update is written: in the old element's place, or combined with it.</summary>
    private static Func<float, float, float> Update(OperatorContext c) => c.Node.Text("reduction", "none") switch
    {
        "none" => (_, update) => update,
        "add" => (old, update) => old + update,
        "mul" => (old, update) => old * update,
        "min" => MathF.Min,
        "max" => MathF.Max,
        string other => throw c.Unsupported($"has reduction '{other}'"),
    };

    /// <summary>An index for each element, along one axis.</summary>
    private sealed unsafe class AlongAxis : Kernel
    {
        private readonly Indices indices;
        private readonly int[] starts;
        private readonly int stride;
        private readonly Func<float, float, float>? update;

        public AlongAxis(OperatorContext c, int axis, bool scatters)
            : base(scatters ? [0, 1, 2] : [0, 1])
        {
            int[] x = c.Shape(0), shape = c.Shape(1), strides = Models.Shapes.StridedView.Strides(x);
            for (int i = 0; i < x.Length; i++)
            {
                if (i != axis && shape[i] > x[i])
                    throw c.Misfit($"has indices of shape [{string.Join(',', shape)}] for shape [{string.Join(',', x)}]");
            }
            indices = new Indices(c, axis, x[axis]);
            stride = strides[axis];
            starts = [.. new Models.Shapes.StridedView(0, [.. shape.Select((size, i) => (size, i == axis ? 0 : strides[i]))]).Positions()];
            update = scatters ? Update(c) : null;
        }

        public override void Run(in KernelFrame frame)
        {
            if (update is not null)
                frame.InputSpan(0).CopyTo(frame.OutputSpan);
            for (int i = 0; i < starts.Length; i++)
            {
                nint at = starts[i] + ((nint)indices.At(frame.Input(1)[i]) * stride);
                if (update is null)
                    frame.Output[i] = frame.Input(0)[at];
                else
                    frame.Output[at] = update(frame.Output[at], frame.Input(2)[i]);
            }
        }
    }

    /// <summary>The last dimension of the indices holds a position in the first dimensions of the input.</summary>
    private sealed unsafe class Tuples : Kernel
    {
        private readonly Indices[] indices;
        private readonly int[] strides;
        private readonly int count;
        private readonly int run;
        private readonly int perBatch;
        private readonly int batchStride;
        private readonly Func<float, float, float>? update;

        public Tuples(OperatorContext c, int batch, bool scatters)
            : base(scatters ? [0, 1, 2] : [0, 1])
        {
            int[] x = c.Shape(0), shape = c.Shape(1), all = Models.Shapes.StridedView.Strides(x);
            int depth = shape[^1];
            indices = [.. Enumerable.Range(batch, depth).Select(axis => new Indices(c, axis, x[axis]))];
            strides = all[batch..(batch + depth)];
            count = shape[..^1].Aggregate(1, (p, d) => p * d);
            run = x[(batch + depth)..].Aggregate(1, (p, d) => p * d);
            perBatch = shape[batch..^1].Aggregate(1, (p, d) => p * d);
            batchStride = x[batch..].Aggregate(1, (p, d) => p * d);
            update = scatters ? Update(c) : null;
        }

        public override void Run(in KernelFrame frame)
        {
            if (update is not null)
                frame.InputSpan(0).CopyTo(frame.OutputSpan);
            for (int i = 0; i < count; i++)
            {
                nint at = (nint)(i / perBatch) * batchStride;
                for (int d = 0; d < indices.Length; d++)
                    at += (nint)indices[d].At(frame.Input(1)[((nint)i * indices.Length) + d]) * strides[d];
                for (int j = 0; j < run; j++)
                {
                    nint part = ((nint)i * run) + j;
                    if (update is null)
                        frame.Output[part] = frame.Input(0)[at + j];
                    else
                        frame.Output[at + j] = update(frame.Output[at + j], frame.Input(2)[part]);
                }
            }
        }
    }
}
