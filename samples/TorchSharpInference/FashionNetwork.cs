using NNCompress.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharpInference;

/// <summary>A perceptron as a TorchSharp user writes it, with the sizes that the build has left.</summary>
internal sealed class FashionNetwork : nn.Module<Tensor, Tensor>
{
    private readonly TorchSharp.Modules.Linear fc1;
    private readonly TorchSharp.Modules.Linear fc2;
    private readonly TorchSharp.Modules.Linear fc3;

    public FashionNetwork(IReadOnlyDictionary<string, NnzTensor> tensors)
        : base(nameof(FashionNetwork))
    {
        (fc1, fc2, fc3) = (Layer("fc1"), Layer("fc2"), Layer("fc3"));
        RegisterComponents();
        load_state_dict(tensors.ToDictionary(t => t.Key, t => tensor(t.Value.Data, [.. t.Value.Shape.Select(d => (long)d)])));
        eval();

        TorchSharp.Modules.Linear Layer(string name) => nn.Linear(tensors[$"{name}.weight"].Shape[1], tensors[$"{name}.weight"].Shape[0]);
    }

    /// <param name="pixels">Images × 784.</param>
    public override Tensor forward(Tensor pixels) => fc3.forward(fc2.forward(fc1.forward(pixels).relu()).relu());

    public override string ToString() => $"{fc1.weight!.shape[1]}-{fc1.weight.shape[0]}-{fc2.weight!.shape[0]}-{fc3.weight!.shape[0]}";
}
