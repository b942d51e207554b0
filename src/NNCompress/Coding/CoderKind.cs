namespace NNCompress.Coding;

/// <summary>How a tensor's section in a .nnz file is coded; the numbers are those of FORMAT.md.</summary>
public enum CoderKind
{
    /// <summary>32-bit floats as they are.</summary>
    Raw = 0,

    /// <summary>16-bit floats.</summary>
    Half = 1,

    /// <summary>Uniform quantisation, adaptive binary arithmetic coding.</summary>
    Quantised = 2,

    /// <summary>A JPEG picture a neuron, with shared tables.</summary>
    JpegPerNeuron = 3,

    /// <summary>All neurons tiled into one JPEG picture.</summary>
    JpegTiled = 4,

    /// <summary>Quantised, with steps of their own for rows and columns, or in the cosine domain of pictures.</summary>
    Scaled = 5,
}
