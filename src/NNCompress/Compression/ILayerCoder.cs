using NNCompress.Coding;

namespace NNCompress.Compression;

/// <summary>Another way than calibrated rounding to code one layer's weights.</summary>
internal interface ILayerCoder
{
    /// <summary>What its sections are; the smaller of several kinds where it has them.</summary>
    CoderKind Kind { get; }

    /// <summary>Encodes the weights with the least output error + <paramref name="lambda"/> · bits that it finds; what was encoded before is kept.</summary>
    /// <param name="lambda">Output error (weighted, for one sample) that one bit is worth.</param>
    EncodedTensor Encode(double lambda);
}
