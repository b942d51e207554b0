using System.Text;
using NNCompress.Models.Proto;

namespace NNCompress.Coding;

/// <summary>Where a constant's data and name lie in a serialised ONNX file.</summary>
/// <param name="Name">The constant's name: the initialiser's, or the Constant node's output.</param>
/// <param name="NameEnd">Offset of the byte after the name; the name is before the data, or this is 0.</param>
/// <param name="Start">Offset of the raw data.</param>
/// <param name="Length">Bytes of raw data.</param>
internal sealed record WeightRange(string Name, int NameEnd, int Start, int Length)
{
    /// <summary>The constants with raw data, in the order of the file.</summary>
    public static List<WeightRange> Find(byte[] onnx)
    {
        List<WeightRange> ranges = [];
        WireReader model = new(onnx, 0, onnx.Length);
        while (model.Next())
        {
            if (model.Field != ModelProto.GraphFieldNumber || model.Length < 0)
                continue;
            WireReader graph = new(onnx, model.Start, model.Start + model.Length);
            while (graph.Next())
            {
                if (graph.Field == GraphProto.InitializerFieldNumber && graph.Length > 0)
                    AddTensor(onnx, graph.Start, graph.Length, null, ranges);
                else if (graph.Field == GraphProto.NodeFieldNumber && graph.Length > 0)
                    AddNode(onnx, graph.Start, graph.Length, ranges);
            }
        }
        return ranges;
    }

    private static void AddNode(byte[] onnx, int start, int length, List<WeightRange> ranges)
    {
        (int Start, int Length) output = (0, -1);
        WireReader node = new(onnx, start, start + length);
        while (node.Next())
        {
            if (node.Field == NodeProto.OutputFieldNumber && output.Length < 0)
                output = (node.Start, node.Length);
            if (node.Field != NodeProto.AttributeFieldNumber || output.Length < 0 || node.Length < 0)
                continue;
            WireReader attribute = new(onnx, node.Start, node.Start + node.Length);
            while (attribute.Next())
            {
                if (attribute.Field == AttributeProto.TFieldNumber && attribute.Length > 0)
                    AddTensor(onnx, attribute.Start, attribute.Length, output, ranges);
            }
        }
    }

    private static void AddTensor(byte[] onnx, int start, int length, (int Start, int Length)? named, List<WeightRange> ranges)
    {
        (int Start, int Length) name = named ?? (0, 0);
        (int Start, int Length) data = (0, -1);
        WireReader tensor = new(onnx, start, start + length);
        while (tensor.Next())
        {
            if (tensor.Field == TensorProto.NameFieldNumber && named is null)
                name = (tensor.Start, tensor.Length);
            else if (tensor.Field == TensorProto.RawDataFieldNumber)
                data = (tensor.Start, tensor.Length);
        }
        if (data.Length <= 0)
            return;
        string text = Encoding.UTF8.GetString(onnx, name.Start, name.Length);
        int end = name.Start + name.Length;
        ranges.Add(new WeightRange(text, end <= data.Start ? end : 0, data.Start, data.Length));
    }
}
