using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Tests.Coding;

public class NnzRoundTripTests
{
    [Theory]
    [InlineData("fashion-mlp-300-150.onnx")]
    [InlineData("fashion-mlp-512.onnx")]
    [InlineData("fashion-lenet.onnx")]
    public void Raw_sections_give_back_the_file_that_the_network_serialises_to(string name)
    {
        Network network = OnnxFile.Load(SampleModels.Path(name));
        byte[] nnz = NnzWriter.Write(network, [.. network.Weights.Select(w => TensorCoder.Encode(w, new TensorCoding(CoderKind.Raw)))]);
        Assert.Equal(network.ToBytes(), NnzFile.Open(nnz).ReadOnnx());
    }

    [Fact]
    public void Quantised_weights_are_within_half_a_step()
    {
        Network network = OnnxFile.Load(SampleModels.Path("fashion-mlp-300-150.onnx"));
        const double Step = 0.02;
        List<EncodedTensor> coded = [.. network.Weights.Select(w => TensorCoder.Encode(w, new TensorCoding(CoderKind.Quantised, Step)))];
        NnzFile file = NnzFile.Open(NnzWriter.Write(network, coded));
        Dictionary<string, NnzTensor> tensors = file.ReadTensors();
        Network decoded = OnnxFile.Parse(file.ReadOnnx(), "decoded");
        foreach (Tensor weight in network.Weights)
        {
            Assert.Equal(decoded.Constant(weight.Name)!.Floats, tensors[weight.Name].Data);
            Assert.Equal(weight.Shape, tensors[weight.Name].Shape);
            Assert.All(weight.Floats.Zip(tensors[weight.Name].Data), p => Assert.InRange(Math.Abs(p.First - p.Second), 0, 0.5001 * Step));
        }
    }
}
