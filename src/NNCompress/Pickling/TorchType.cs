namespace NNCompress.Pickling;

/// <summary>How PyTorch stores a number: the storage classes that files of tensors name.</summary>
internal enum TorchType
{
    Byte,
    Char,
    Short,
    Int,
    Long,
    Half,
    Float,
    Double,
    Bool,
    BFloat16,
}
