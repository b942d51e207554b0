namespace NNCompress.Pickling;

/// <summary>Numbers in a row, in a member of the archive; tensors are views of them.</summary>
/// <param name="Type">Of the numbers.</param>
/// <param name="Count">How many.</param>
/// <param name="Member">Where they are; its length has been seen to fit.</param>
internal sealed record TorchStorage(TorchType Type, long Count, ArchiveMember Member);
