namespace NNCompress.Models.Building;

/// <summary>What a part of a specification adds to the network.</summary>
public enum LayerKind
{
    /// <summary>A convolution, a batch norm where asked for, the activation.</summary>
    Conv,

    MaxPool,

    AveragePool,

    /// <summary>The mean of each channel; flat afterwards.</summary>
    GlobalAveragePool,

    Flatten,

    Dropout,

    /// <summary>A dense layer; the activation follows unless it is the last one.</summary>
    Dense,
}
