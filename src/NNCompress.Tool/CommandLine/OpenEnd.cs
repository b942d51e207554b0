namespace NNCompress.Tool.CommandLine;

/// <summary>The end of a range that does not belong to it.</summary>
internal enum OpenEnd
{
    None,
    Low,
    High,
}
