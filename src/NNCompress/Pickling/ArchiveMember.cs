namespace NNCompress.Pickling;

/// <summary>A file in an archive, stored as it is.</summary>
/// <param name="Name">With its folders.</param>
/// <param name="Offset">Of its first byte in the archive.</param>
/// <param name="Length">In bytes; has been seen to lie inside the archive.</param>
internal sealed record ArchiveMember(string Name, long Offset, long Length);
