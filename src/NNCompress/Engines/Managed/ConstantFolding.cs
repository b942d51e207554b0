using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed;

/// <summary>Runs a kernel at planning time, where its inputs are constants: exporters leave transposed and scaled weights in the graph.</summary>
internal static unsafe class ConstantFolding
{
    public static Tensor Run(Kernel kernel, Node node, IReadOnlyDictionary<string, int[]> shapes, ConstantResolver constants)
    {
        string name = node.Outputs[0];
        int[] shape = shapes[name];
        if (kernel == Kernel.View)
            return new Tensor(name, shape, constants.Find(node.Inputs[0])!.Floats);
        AlignedBuffer?[] inputs = new AlignedBuffer?[node.Inputs.Count];
        foreach (int index in kernel.Reads)
        {
            float[] data = constants.Find(node.Inputs[index])!.Floats;
            inputs[index] = new AlignedBuffer(data.Length);
            data.CopyTo(inputs[index]!.Span);
        }
        AlignedBuffer output = new(shape.Aggregate(1, (product, d) => product * d)), scratch = new(checked((int)kernel.ScratchLength));
        KernelFrame frame = new(
            [.. inputs.Select(b => b is null ? 0 : (nint)b.Pointer)], [.. inputs.Select(b => b?.Length ?? 0)], output.Pointer, output.Length, scratch.Pointer);
        kernel.Run(frame);
        GC.KeepAlive(inputs);
        GC.KeepAlive(scratch);
        return new Tensor(name, shape, output.Span.ToArray());
    }
}
