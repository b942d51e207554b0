namespace NNCompress.Pickling;

/// <summary>A name that a pickle mentions and that is on the list of those that may be: it stands for itself, nothing is looked up.</summary>
/// <param name="Module">Of Python.</param>
/// <param name="Name">In the module.</param>
internal sealed record PickledGlobal(string Module, string Name)
{
    public static readonly PickledGlobal OrderedDict = new("collections", "OrderedDict");

    public static readonly PickledGlobal RebuildTensor = new("torch._utils", "_rebuild_tensor_v2");

    public static readonly PickledGlobal RebuildParameter = new("torch._utils", "_rebuild_parameter");

    public static readonly PickledGlobal Size = new("torch", "Size");

    /// <summary>Null where the name is not on the list.</summary>
    public static PickledGlobal? Allowed(string module, string name)
    {
        PickledGlobal asked = new(module, name);
        return new[] { OrderedDict, RebuildTensor, RebuildParameter, Size }.FirstOrDefault(g => g == asked) ?? (asked.Storage is null ? null : asked);
    }

    /// <summary>The kind of numbers of <c>torch.FloatStorage</c> and its like; null for any other name.</summary>
    public TorchType? Storage => Module == "torch" ? StorageClass.Find(Name) : null;

    public override string ToString() => $"{Module}.{Name}";
}
