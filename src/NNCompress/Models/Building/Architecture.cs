namespace NNCompress.Models.Building;

/// <summary>
/// A network's layers in a line of text. <c>mlp:784-300-150-10</c>: inputs, hidden layers, outputs. <c>conv:1x28x28,c32,c32,p,f,d0.5,512,10</c>:
/// the input as channels × height × width, then <c>cN</c> a convolution of N kernels (<c>kK</c> their side, 3 unless given; <c>sS</c> the stride; <c>v</c> no
/// padding; <c>b</c> a batch norm), <c>p</c> and <c>a</c> max and average pooling (a number: the side, 2 unless given), <c>g</c> global average pooling, <c>f</c> flatten,
/// <c>dR</c> dropout of a share R, a number a dense layer. An activation may stand at the end of both, after a comma; relu unless given.
/// </summary>
/// <param name="Text">As it was written.</param>
/// <param name="InputShape">Shape of one sample; a single number where the specification gives only a count.</param>
/// <param name="Layers">In their order; the last one is dense and gives the network's outputs, scores without a softmax.</param>
/// <param name="Activation">After each hidden layer.</param>
public sealed record Architecture(string Text, IReadOnlyList<int> InputShape, IReadOnlyList<LayerSpec> Layers, ActivationKind Activation)
{
    /// <summary>Whether the text is meant as a specification rather than as a path.</summary>
    public static bool IsSpecification(string text) => ArchitectureParser.FormOf(text) is not null;

    /// <exception cref="NncException">
    /// NNC1051: the text is no specification, its layers do not fit each other, or a window is larger than its picture; the message points to the
    /// part. NNC1052: the network would be too large.
    /// </exception>
    public static Architecture Parse(string text)
    {
        Architecture architecture = ArchitectureParser.Parse(text);
        new ArchitectureBuilder(architecture, null).Check();
        return architecture;
    }

    /// <summary>The network with its initial weights: opset 13, input <c>input</c> of an open batch, output <c>scores</c>, weights named as in <c>fc1.weight</c>, <c>conv2.bias</c>.</summary>
    /// <param name="seed">Draws the weights; see <see cref="Initialisation"/>.</param>
    /// <param name="sampleShape">The data's own shape, which a <c>mlp:</c> network takes as its input's where the specification gives only their number; null for none.</param>
    public Network Build(int seed, IReadOnlyList<int>? sampleShape = null)
    {
        Network network = new ArchitectureBuilder(this, sampleShape).Build();
        Initialisation.Draw(network, seed);
        return network;
    }
}
