namespace NNCompress.Compression;

/// <summary>In which form a layer's levels are stored.</summary>
/// <param name="Pictures">As cosine transforms of the pictures that its inputs are.</param>
/// <param name="Scaled">With steps of their own for rows and columns.</param>
internal sealed record LayerForm(bool Pictures, bool Scaled);
