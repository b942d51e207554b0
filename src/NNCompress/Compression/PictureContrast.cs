namespace NNCompress.Compression;

/// <summary>Whose largest weight has the strongest colour.</summary>
public enum PictureContrast
{
    /// <summary>Each neuron's own: shapes are seen, sizes are not.</summary>
    Neuron,

    /// <summary>The layer's: neurons can be compared.</summary>
    Layer,
}
