namespace NNCompress.Models.Weights;

/// <summary>Files of weights without a graph.</summary>
public enum WeightFormat
{
    /// <summary>A JSON header and the numbers.</summary>
    Safetensors,

    /// <summary>TorchSharp's <c>module.save</c>.</summary>
    TorchSharp,

    /// <summary>PyTorch's <c>torch.save(model.state_dict())</c>.</summary>
    PyTorch,
}
