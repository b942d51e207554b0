namespace NNCompress.Models;

/// <summary>An input or output of the network.</summary>
/// <param name="Name">The value's name in the graph.</param>
/// <param name="Shape">Dimensions, -1 where the file leaves one open; null where it gives no shape.</param>
/// <param name="Type">Element type.</param>
public sealed record ValueInfo(string Name, int[]? Shape, ElementType Type);
