using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Models.Building;

namespace NNCompress.Tests.Models.Building;

public sealed class ArchitectureTests
{
    [Fact]
    public void An_mlp_is_flatten_and_dense_layers_with_relu_between_them()
    {
        Network network = Architecture.Parse("mlp:784-300-150-10").Build(1);
        Assert.Equal(["Flatten", "Gemm", "Relu", "Gemm", "Relu", "Gemm"], network.Nodes.Select(n => n.OpType));
        Assert.Equal(["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", "fc3.weight", "fc3.bias"], network.ConstantNames);
        Assert.Equal([300, 784], network.Constant("fc1.weight")!.Shape);
        Assert.Equal((784 * 300) + 300 + (300 * 150) + 150 + 1500 + 10, network.ParameterCount);
        Assert.Equal([-1, 784], network.Inputs[0].Shape!);
        Assert.Equal([-1, 10], network.Outputs[0].Shape!);
        Assert.True(network.Opset >= 13);
    }

    [Theory]
    [InlineData("mlp:28x28-5-2", new[] { -1, 28, 28 })]
    [InlineData("mlp:1x28x28-5-2", new[] { -1, 1, 28, 28 })]
    [InlineData("mlp:784-5-2", new[] { -1, 14, 56 })] // the data's
    [InlineData("mlp:785-5-2", new[] { -1, 785 })]
    public void Its_input_has_the_shape_that_is_written_or_else_the_datas(string text, int[] input)
    {
        Network network = Architecture.Parse(text).Build(1, [14, 56]);
        Assert.Equal(input, network.Inputs[0].Shape!);
    }

    [Theory]
    [InlineData("tanh", "Tanh")]
    [InlineData("Sigmoid", "Sigmoid")]
    [InlineData("elu", "Elu")]
    public void The_activation_can_be_chosen(string name, string opType)
    {
        Assert.Equal(["Flatten", "Gemm", opType, "Gemm"], Architecture.Parse($"mlp:4-3-2,{name}").Build(1).Nodes.Select(n => n.OpType));
        Assert.Equal(["Conv", opType, "Flatten", "Gemm"], Architecture.Parse($"conv:1x8x8,c4,f,2,{name}").Build(1).Nodes.Select(n => n.OpType));
    }

    [Fact]
    public void The_write_ups_network_has_its_layers()
    {
        Network network = Architecture.Parse("conv:1x28x28,c32,c32,p,c64,c64,p,f,d0.5,512,10").Build(1);
        Assert.Equal(
            ["Conv", "Relu", "Conv", "Relu", "MaxPool", "Conv", "Relu", "Conv", "Relu", "MaxPool", "Flatten", "Dropout", "Gemm", "Relu", "Gemm"],
            network.Nodes.Select(n => n.OpType));
        Assert.Equal([64, 32, 3, 3], network.Constant("conv3.weight")!.Shape);
        Assert.Equal([512, 64 * 7 * 7], network.Constant("fc1.weight")!.Shape);
        Assert.Equal(
            (32 * 9) + 32 + (32 * 32 * 9) + 32 + (32 * 64 * 9) + 64 + (64 * 64 * 9) + 64 + (3136 * 512) + 512 + (512 * 10) + 10, network.ParameterCount);
        // Its inner shapes are what the builder reckoned with: the engine infers them from the graph.
        Assert.Equal([1, 64, 7, 7], ShapeInference.Infer(network, 1)["pool2"]);
        Assert.Equal([1, 10], ShapeInference.Infer(network, 1)["scores"]);
    }

    [Theory]
    [InlineData("c4k5", new[] { 4, 9, 11 })]
    [InlineData("c4k4", new[] { 4, 9, 11 })]
    [InlineData("c4k5s2", new[] { 4, 5, 6 })]
    [InlineData("c4k5v", new[] { 4, 5, 7 })]
    [InlineData("c4k1s3vb", new[] { 4, 3, 4 })]
    [InlineData("C4B", new[] { 4, 9, 11 })]
    [InlineData("p", new[] { 2, 4, 5 })]
    [InlineData("p3", new[] { 2, 3, 3 })]
    [InlineData("a", new[] { 2, 4, 5 })]
    [InlineData("d.25", new[] { 2, 9, 11 })]
    public void Layers_have_the_shape_that_they_say(string layer, int[] expected)
    {
        Network network = Architecture.Parse($"conv:2x9x11,{layer},f,3").Build(1);
        string before = network.Nodes.Single(n => n.OpType == "Flatten").Inputs[0];
        Assert.Equal([1, .. expected], ShapeInference.Infer(network, 1)[before]);
        Predictions predictions = new ManagedEngine(1).Evaluate(network, new Dataset("noise", [2, 9, 11], GraphBuilder.Noise(2 * 198, 1), null, new Scaling(1, [], [])));
        Assert.Equal((2, 3), (predictions.Count, predictions.Width));
    }

    [Fact]
    public void A_norm_takes_the_bias_and_global_pooling_flattens()
    {
        Network network = Architecture.Parse("conv:1x8x8,c4b,g,3").Build(1);
        Assert.Equal(["Conv", "BatchNormalization", "Relu", "GlobalAveragePool", "Flatten", "Gemm"], network.Nodes.Select(n => n.OpType));
        Assert.Equal(["conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var", "fc1.weight", "fc1.bias"], network.ConstantNames);
        Assert.Equal([1, 1, 1, 1], network.Constant("bn1.running_var")!.Floats);
    }

    [Fact]
    public void Files_that_are_written_are_read_back_as_they_were()
    {
        Network network = Architecture.Parse("conv:1x8x8,c4k3b,p,d0.25,f,6,3").Build(1);
        Assert.Equal(0.25f, Assert.Single(network.Constant("drop1.ratio")!.Floats));
        Assert.Equal(network.ToBytes(), OnnxFile.Parse(network.ToBytes(), "x.onnx").ToBytes());
    }

    [Theory]
    [InlineData("mlp:", "'' at character 5", "number of inputs")]
    [InlineData("mlp:784", "'784' at character 5", "inputs and outputs")]
    [InlineData("mlp:784-3oo-10", "'3oo' at character 9", "number of neurons")]
    [InlineData("mlp:784-0-10", "'0' at character 9", "from 1 to")]
    [InlineData("mlp:784--10", "'' at character 9", "number of neurons")]
    [InlineData("mlp:784-99999999999-10", "'99999999999' at character 9", "number of neurons")]
    [InlineData("mlp:0-10", "'0' at character 5", "number of inputs")]
    [InlineData("mlp:784-10,swish", "'swish' at character 12", "relu, elu, sigmoid, tanh")]
    [InlineData("conv:28x28,10", "'28x28' at character 6", "channels x height x width")]
    [InlineData("conv:1x28x28", "'1x28x28' at character 6", "last layer must be dense")]
    [InlineData("conv:1x28x28,c8,f", "'f' at character 17", "last layer must be dense")]
    [InlineData("conv:1x28x28,c8,10", "'10' at character 17", "put f before it")]
    [InlineData("conv:1x28x28,f,c8,10", "'c8' at character 16", "needs a picture")]
    [InlineData("conv:1x28x28,f,p,10", "'p' at character 16", "needs a picture")]
    [InlineData("conv:1x28x28,p32,f,10", "'p32' at character 14", "does not fit")]
    [InlineData("conv:1x8x8,c8k9v,f,10", "'c8k9v' at character 12", "does not fit")]
    [InlineData("conv:1x28x28,c0,f,10", "'c0' at character 14", "cN (convolution")]
    [InlineData("conv:1x28x28,c8q,f,10", "'c8q' at character 14", "cN (convolution")]
    [InlineData("conv:1x28x28,c8k100,f,10", "'c8k100' at character 14", "windows to 99")]
    [InlineData("conv:1x28x28,f,d1,10", "'d1' at character 16", "below 1")]
    [InlineData("conv:1x28x28,f,d0,10", "'d0' at character 16", "above 0")]
    [InlineData("conv:1x28x28,f,d0.999999999999,10", "'d0.999999999999' at character 16", "below 1")]
    [InlineData("conv:1x28x28,c8,relu,f,10", "'relu' at character 17", "at the end one of relu")]
    public void A_wrong_part_is_pointed_to(string text, string part, string why)
    {
        NncException e = Assert.Throws<NncException>(() => Architecture.Parse(text).Build(1));
        Assert.Equal(("NNC1051", 1), (e.Code, e.ExitCode));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mlp:1000000-1000000-10", "parameters")]
    [InlineData("mlp:10000-9000-9000-10", "171018000 parameters")]
    [InlineData("mlp:1000000x1000000x1000000x1000000-1", "values a sample")]
    [InlineData("conv:1x1000x1000,c64,p,f,10", "64x1000x1000 values a sample")]
    [InlineData("conv:1000x90x90,c1000000k99,f,1", "parameters")]
    public void A_network_that_would_be_too_large_is_refused_before_it_is_made(string text, string what)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        NncException e = Assert.Throws<NncException>(() => Architecture.Parse(text).Build(1));
        Assert.Equal("NNC1052", e.Code);
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Too_many_layers_and_too_long_a_text_are_refused()
    {
        Assert.Contains("200 layers", Assert.Throws<NncException>(() => Architecture.Parse("mlp:2" + string.Concat(Enumerable.Repeat("-2", 300))).Build(1)).Message, StringComparison.Ordinal);
        Assert.Contains("5004 characters", Assert.Throws<NncException>(() => Architecture.Parse("mlp:" + new string('1', 5000))).Message, StringComparison.Ordinal);
    }
}
