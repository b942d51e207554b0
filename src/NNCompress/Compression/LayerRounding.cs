using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>Calibrated rounding of one layer, as it is and in the cosine domain of its inputs; either is made ready when it is first asked for.</summary>
internal sealed class LayerRounding
{
    private readonly Lazy<CalibratedRounding> plain;
    private readonly Lazy<CalibratedRounding>? transformed;

    public LayerRounding(Network network, Layer layer, double[] moments)
    {
        LayerMatrix shape = new(network, layer);
        plain = new(() => new CalibratedRounding(moments, shape.Inputs, shape.HasBias));
        if (PictureViews.Of(network, layer) is not { } view || !PictureCosines.Fits(view.Height, view.Width, shape.Inputs))
            return;
        PictureCosines transform = new(view.Height, view.Width);
        Transform = transform;
        transformed = new(() => new CalibratedRounding(transform.Moments(moments, shape.Inputs), shape.Inputs, shape.HasBias));
    }

    /// <summary>Of the pictures that the layer reads; null where it reads none.</summary>
    public PictureCosines? Transform { get; }

    /// <summary>The form that was found best; null before anything was encoded.</summary>
    public LayerForm? Form { get; set; }

    public CalibratedRounding Of(bool pictures) => pictures ? transformed!.Value : plain.Value;
}
