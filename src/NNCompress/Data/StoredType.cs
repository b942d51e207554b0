namespace NNCompress.Data;

/// <summary>How one number is stored in an IDX or NPY file.</summary>
internal enum StoredType
{
    UInt8,
    Int8,
    Bool,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Half,
    Single,
    Double,
}
