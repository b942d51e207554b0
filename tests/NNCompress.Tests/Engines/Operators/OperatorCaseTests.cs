using System.Runtime.InteropServices;
using Google.Protobuf;
using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Tests.Engines.Operators;

public class OperatorCaseTests
{
    /// <summary>Where to write the cases for ONNX Runtime: NAME.onnx, NAME.in and NAME.out, the last two as little-endian floats.</summary>
    private static readonly string? Folder = Environment.GetEnvironmentVariable("OPERATOR_CASES");

    public static TheoryData<string> Names => [.. OperatorCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Runs_with_the_shape_that_was_inferred(string name)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(OperatorCases.All[name]().ToBytes());
        int[] shape = [.. model.Graph.Input[0].Type.TensorType.Shape.Dim.Select(d => (int)d.DimValue)];
        float[] y = OperatorRun.Y(OperatorCases.All[name](), shape, out float[] x);
        Assert.All(y, v => Assert.True(float.IsFinite(v)));
        if (Folder is null)
            return;
        Directory.CreateDirectory(Folder);
        model.Graph.Output.Add(new ValueInfoProto { Name = "y", Type = new TypeProto { TensorType = new TypeProto.Types.TensorTypeProto { ElemType = (int)ElementType.Float } } });
        File.WriteAllBytes(Path.Combine(Folder, name + ".onnx"), model.ToByteArray());
        File.WriteAllBytes(Path.Combine(Folder, name + ".in"), MemoryMarshal.AsBytes<float>(x).ToArray());
        File.WriteAllBytes(Path.Combine(Folder, name + ".out"), MemoryMarshal.AsBytes<float>(y).ToArray());
    }
}
