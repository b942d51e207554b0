namespace NNCompress.Engines.Training;

/// <summary>What a trained tensor is in the network.</summary>
public enum ParameterRole
{
    /// <summary>A matrix or a set of kernels: what L1, L2 and weight decay act on.</summary>
    Weight,

    /// <summary>A bias, or a normalisation's scale: never decayed.</summary>
    Offset,
}
