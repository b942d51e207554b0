namespace NNCompress.Pickling;

/// <summary>PyTorch's storage classes by name, as pickles name them.</summary>
internal static class StorageClass
{
    private const string Suffix = "Storage";

    /// <summary>Null where there is no such class of numbers: complex and quantised ones are not.</summary>
    public static TorchType? Find(string name) =>
        name.EndsWith(Suffix, StringComparison.Ordinal) && Enum.TryParse(name[..^Suffix.Length], out TorchType type) && type.ToString() + Suffix == name ? type : null;

    public static string NameOf(TorchType type) => type + Suffix;

    /// <summary>Bytes of a number.</summary>
    public static int Width(TorchType type) => type switch
    {
        TorchType.Long or TorchType.Double => 8,
        TorchType.Int or TorchType.Float => 4,
        TorchType.Short or TorchType.Half or TorchType.BFloat16 => 2,
        _ => 1,
    };
}
