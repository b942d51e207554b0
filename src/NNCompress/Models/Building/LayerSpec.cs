namespace NNCompress.Models.Building;

/// <summary>One layer of a specification.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it was written.</param>
/// <param name="Position">Where it begins in the specification, from 1.</param>
public sealed record LayerSpec(LayerKind Kind, string Text, int Position)
{
    /// <summary>Kernels of a convolution, neurons of a dense layer.</summary>
    public int Units { get; init; }

    /// <summary>Side of a convolution's kernel, or of a pooling window.</summary>
    public int Kernel { get; init; }

    /// <summary>Pixels between two windows.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Whether a convolution pads so that stride 1 keeps the picture's size.</summary>
    public bool Same { get; init; } = true;

    /// <summary>Whether a batch norm, which then has the bias, follows the convolution.</summary>
    public bool Norm { get; init; }

    /// <summary>Share that a dropout drops.</summary>
    public float Ratio { get; init; }
}
