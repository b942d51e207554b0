using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Numerics;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>Calibrated rounding of one layer, as it is and in the cosine domain of its inputs; either is made ready when it is first asked for.</summary>
internal sealed class LayerRounding
{
    // The matrices of one layer take as much memory as its moments, and more.
    private const int KeptInputs = 256;

    private readonly bool keeps;
    private Func<CalibratedRounding>? make;
    private readonly WeakReference<CalibratedRounding?> last = new(null);
    private readonly Lazy<CalibratedRounding>? transformed;
    private CalibratedRounding? plain;
    private double? energy;

    /// <param name="network">Has the layer.</param>
    /// <param name="layer">What is rounded.</param>
    /// <param name="moments">Of its <see cref="InputBlocks"/>.</param>
    /// <param name="keeps">Whether rounding goes on with these moments: elsewhere only the energy of great layers is asked for, and all else let go.</param>
    public LayerRounding(Network network, Layer layer, Func<double[]> moments, bool keeps)
    {
        (_, int inputs, bool hasBias) = LayerRows.Size(network, layer);
        this.keeps = keeps || inputs <= KeptInputs;
        InputBlocks blocks = LayerBlocks.Of(network, layer);
        make = () => new CalibratedRounding(moments(), blocks, hasBias);
        // The transform goes across blocks.
        if (blocks.Count > 1 || PictureViews.Of(network, layer) is not { } view || !PictureCosines.Fits(view.Height, view.Width, inputs))
            return;
        PictureCosines transform = new(view.Height, view.Width);
        Transform = transform;
        transformed = new(() => new CalibratedRounding(transform.Moments(moments(), inputs), inputs, hasBias));
    }

    /// <summary>Of the pictures that the layer reads; null where it reads none.</summary>
    public PictureCosines? Transform { get; }

    /// <summary>The form that was found best; null before anything was encoded.</summary>
    public LayerForm? Form { get; set; }

    /// <summary>As of <see cref="CalibratedRounding.Energy"/>.</summary>
    public double Energy => energy ??= Of(false).Energy;

    public CalibratedRounding Of(bool pictures)
    {
        if (pictures)
            return transformed!.Value;
        if ((plain ?? (last.TryGetTarget(out CalibratedRounding? before) ? before : null)) is { } made)
            return made;
        made = make!();
        last.SetTarget(made);
        // With what is kept the moments need not be.
        if (keeps)
            (plain, make) = (made, null);
        return made;
    }
}
