namespace NNCompress.Data;

/// <summary>An array as it stands in a file, before scaling.</summary>
/// <param name="Source">The file, for messages.</param>
/// <param name="Shape">Dimensions, outermost first; the first one counts samples.</param>
/// <param name="IsBytes">Whether the values are unsigned bytes, which are divided by 255 unless told otherwise.</param>
/// <param name="Numbers">Row-major, as many as the product of <paramref name="Shape"/>.</param>
internal sealed record StoredArray(string Source, int[] Shape, bool IsBytes, StoredNumbers Numbers);
