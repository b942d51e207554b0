using NNCompress.Coding;
using NNCompress.Models;

namespace NNCompress.Compression;

/// <summary>Calibrated rounding, as other coders are asked.</summary>
internal sealed class QuantisedLayer(Network network, LayerEncoder encoder) : ILayerCoder
{
    /// <inheritdoc/>
    public CoderKind Kind => encoder.Rounding.Form is { Pictures: false, Scaled: false } ? CoderKind.Quantised : CoderKind.Scaled;

    /// <inheritdoc/>
    public EncodedTensor Encode(double lambda) => encoder.Encode(encoder.UnitStep * Math.Sqrt(lambda / CalibratedRounding.RateSlope), network.Clone(), encoder.Rounding.Form).Tensor;
}
