namespace NNCompress.Models.Weights;

/// <summary>What can be wrong with a file of weights.</summary>
internal static class WeightError
{
    private const string Types = "F64, F32, F16, BF16, integers of 8 to 64 bits and BOOL are";

    /// <summary>NNC2170: the header of a safetensors file.</summary>
    public static NncException Header(string path, string what, Exception? cause = null) =>
        new("NNC2170", path, $"the safetensors header is not as it must be: {what}. Fetch or export the file again.", cause);

    /// <summary>NNC2171: where the header says that tensors lie.</summary>
    public static NncException Offsets(string path, string what) =>
        new("NNC2171", path, $"the safetensors header does not fit the file: {what}. Tensors must fill the file from the header to its end, one behind the other. Fetch or export it again.");

    /// <summary>NNC2172: a kind of numbers that is not read or written.</summary>
    public static NncException Type(string path, string tensor, string type) =>
        new("NNC2172", path, $"tensor '{Shown(tensor)}' has numbers of type {Shown(type)}, which is not supported: {Types}. Convert it before saving.");

    /// <summary>NNC2173: a TorchSharp file.</summary>
    public static NncException Sharp(string path, string what) =>
        new("NNC2173", path, $"this is no file of TorchSharp's module.save, or it is damaged: {what}. Save the module again, or give the kind of file that it is.");

    /// <summary>NNC2177: a PyTorch file without weights.</summary>
    public static NncException NoState(string path, string what) =>
        new("NNC2177", path, $"the file holds no state_dict: {what}. Save one with torch.save(model.state_dict(), path).");

    /// <summary>Text from a file, short enough for a message and without control characters.</summary>
    public static string Shown(string text) => Pickling.PickleError.Shown(text);
}
