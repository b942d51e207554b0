using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed;

/// <summary>Runs a kernel at planning time, where its inputs are constants: exporters leave transposed and scaled weights in the graph.</summary>
internal static unsafe class ConstantFolding
{
    /// <summary>The value <paramref name="name"/>, an output of the node.</summary>
    public static Tensor Run(Kernel kernel, Node node, string name, IReadOnlyDictionary<string, int[]> shapes, ConstantResolver constants)
    {
        int[] shape = shapes[name];
        if (kernel == Kernel.View)
            return Result(OperatorContext.Floats(constants.Find(node.Inputs[0])!));
        AlignedBuffer?[] inputs = new AlignedBuffer?[node.Inputs.Count];
        foreach (int index in kernel.Reads)
        {
            float[] data = OperatorContext.Floats(constants.Find(node.Inputs[index])!);
            inputs[index] = new AlignedBuffer(data.Length);
            data.CopyTo(inputs[index]!.Span);
        }
        AlignedBuffer output = new(shape.Aggregate(1, (product, d) => product * d)), scratch = new(checked((int)kernel.ScratchLength));
        KernelFrame frame = new(
            [.. inputs.Select(b => b is null ? 0 : (nint)b.Pointer)], [.. inputs.Select(b => b?.Length ?? 0)], output.Pointer, output.Length, scratch.Pointer);
        kernel.Run(frame);
        GC.KeepAlive(inputs);
        GC.KeepAlive(scratch);
        return Result(output.Span.ToArray());

        Tensor Result(float[] data) => ElementTypes.IsInteger(constants.TypeOf(name))
            ? new Tensor(name, shape, Array.ConvertAll(data, v => (long)v), constants.TypeOf(name))
            : new Tensor(name, shape, data);
    }
}
