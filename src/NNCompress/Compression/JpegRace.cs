using NNCompress.Coding;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>
/// Lets JPEG compete with quantisation layer by layer: the lowest quality whose error at the layer's outputs is no larger than that of
/// quantisation takes the layer where it needs fewer bytes and the candidate still passes.
/// </summary>
internal static class JpegRace
{
    public static void Run(BudgetSearch search, (int Height, int Width)? matrix, IReporter reporter, CancellationToken cancellation)
    {
        if (search.Best is not { } start)
            return;
        EncodingStage stage = start.Stage;
        IReadOnlyList<Layer> layers = [.. JpegLayers.Of(Dependencies.Of(stage.Network))];
        for (int i = 0; i < layers.Count; i++)
        {
            reporter.Progress("jpeg race", (double)i / layers.Count);
            Candidate held = search.Best!;
            if (Challenger(held, layers[i], matrix, cancellation) is not { } challenger)
                continue;
            search.Try(stage, held.Exponent, [.. held.Tensors.Select(t => t.Decoded.Name == layers[i].Weight ? challenger : t)]);
        }
        reporter.Progress("jpeg race", 1);
    }

    private static EncodedTensor? Challenger(Candidate held, Layer layer, (int Height, int Width)? matrix, CancellationToken cancellation)
    {
        EncodingStage stage = held.Stage;
        EncodedTensor quantised = held.Tensors.First(t => t.Decoded.Name == layer.Weight);
        double limit = stage.OutputError(quantised.Decoded);
        int low = 1, high = 100;
        EncodedTensor? challenger = null;
        while (low <= high)
        {
            cancellation.ThrowIfCancellationRequested();
            int quality = (low + high) / 2;
            EncodedTensor picture = JpegTensors.Smaller(stage.Network, layer, quality, matrix);
            bool precise = stage.OutputError(picture.Decoded) <= limit, smaller = picture.Payload.Length < quantised.Payload.Length;
            if (precise && smaller)
                challenger = picture;
            if (!precise && !smaller)
                break;
            (low, high) = precise ? (low, quality - 1) : (quality + 1, high);
        }
        return challenger;
    }
}
