using NNCompress.Coding.Jpeg;
using NNCompress.Compression.Details;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Reports;
using NNCompress.Reports.Pictures;

namespace NNCompress.Compression;

/// <summary>A contact sheet of weights: each neuron or kernel a picture.</summary>
internal sealed class ShowOperation(RunContext run)
{
    /// <summary>Pixels that a sheet may have: 64 MB while it is drawn.</summary>
    private const long MostPixels = 1 << 26;

    private const int LongestSide = 65535;

    /// <summary>Quality at which hardly a trace of JPEG's own is seen.</summary>
    private const int JpegQuality = 92;

    private const int NearNamesTold = 5;

    public CompressionResult Run()
    {
        CompressionRequest request = run.Request;
        ShowSettings settings = request.Show;
        string output = OutputPaths.Main(request, settings.Tensor is { } named ? $".{FileName(named)}.png" : ".weights.png");
        bool jpeg = IsJpeg(output);
        OutputPaths.KeepApart(request, output);
        ModelSource source = ModelSource.Read(request).WithGraph(request, "show");
        Dependencies dependencies = run.Analyse(SharedVectors.Separate(source.Network));
        ContactSheet sheet = new(settings.Columns);
        IReadOnlyList<SheetPart> parts = Parts(dependencies, settings.Tensor);
        foreach (SheetPart part in parts)
            sheet.Add(part.Layout, Math.Min(settings.Limit, part.Layout.Count));
        if (sheet.Width > LongestSide || sheet.Height > LongestSide || sheet.Width * sheet.Height > MostPixels)
            throw new NncException("NNC1122", output, $"the sheet would have {sheet.Width} × {sheet.Height} pixels, and at most {LongestSide} a side and {MostPixels} in all are drawn: show fewer neurons (--limit), fewer weights (--tensor), or other --columns.");
        List<SheetRow> rows = [];
        foreach (SheetPart part in parts)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            run.Reporter.Progress("show", (double)rows.Count / parts.Count);
            rows.Add(sheet.Draw(rows.Count, part.Tensor, new WeightReader(PictureSampler.Held(dependencies.Network.Stored(part.Tensor)), part.Layout.Run).At, settings.Contrast));
        }
        (int width, int height) = ((int)sheet.Width, (int)sheet.Height);
        AtomicFile.Write(output, jpeg ? run.JpegCodec.Encode(sheet.OnWhite(), width, height, JpegQuality) : PngEncoder.Encode(sheet.Pixels, width, height, WeightPalette.Colours));
        return new CompressionResult(run.Finish(new CompressionReport
        {
            Verb = "show",
            Model = request.ModelPath,
            OriginalBytes = source.Bytes,
            Outputs = [output],
            Sheet = rows,
        }));
    }

    /// <exception cref="NncException">NNC1120: there is no such tensor. NNC1123: it, or the model, has nothing to show.</exception>
    private IReadOnlyList<SheetPart> Parts(Dependencies dependencies, string? tensor)
    {
        Network network = dependencies.Network;
        if (tensor is null)
        {
            SheetPart[] all = [.. dependencies.Layers.DistinctBy(l => l.Weight).Where(l => CanShow(network, l.Weight)).Select(l => Part(network, l.Weight, l))];
            return all.Length > 0 ? all : throw new NncException("NNC1123", run.Request.ModelPath, "the model has no layer with weights in floats, so there is nothing to show: name a tensor with --tensor, if it has one of two dimensions or more.");
        }
        if (!network.IsConstant(tensor))
        {
            string[] shown = [.. network.WeightNames.Where(n => CanShow(network, n))];
            IReadOnlyList<string> near = NearNames.Of(tensor, shown, NearNamesTold);
            string names = near.Count > 0 ? $"did you mean {string.Join(", ", near.Select(n => $"'{n}'"))}?"
                : shown.Length == 0 ? "it has none that can be shown." : $"it has {string.Join(", ", shown.Take(NearNamesTold).Select(n => $"'{n}'"))}{(shown.Length > NearNamesTold ? $" and {shown.Length - NearNamesTold} more" : "")}.";
            throw new NncException("NNC1120", run.Request.ModelPath, $"the model has no tensor '{tensor}': {names} inspect lists them.");
        }
        if (!CanShow(network, tensor))
            throw new NncException("NNC1123", run.Request.ModelPath, $"tensor '{tensor}' has {network.TypeOf(tensor).ToString().ToLowerInvariant()} elements in the shape [{string.Join(',', network.ShapeOf(tensor))}], and what can be shown are floats of two dimensions or more: name a layer's weight.");
        return [Part(network, tensor, dependencies.Layers.FirstOrDefault(l => l.Weight == tensor))];
    }

    private SheetPart Part(Network network, string tensor, Layer? layer)
    {
        int[] shape = network.ShapeOf(tensor);
        int outAxis = layer?.OutAxis is 1 ? 1 : 0;
        int inputs = shape[1 - outAxis];
        (int Height, int Width)? asked = run.Request.Matrix is { } size && inputs % ((long)size.Height * size.Width) == 0 ? size : null;
        return new SheetPart(tensor, new NeuronLayout(shape, outAxis, asked ?? (layer is null ? null : PictureViews.Of(network, layer))));
    }

    private static bool CanShow(Network network, string tensor) =>
        network.IsConstant(tensor) && network.IsFloat(tensor) && network.ShapeOf(tensor) is { Length: >= 2 } shape && shape.All(d => d > 0);

    private static bool IsJpeg(string output) => Path.GetExtension(output).ToLowerInvariant() switch
    {
        ".png" => false,
        ".jpg" or ".jpeg" => true,
        string other => throw new NncException("NNC1121", output, $"show writes PNG and JPEG, and {(other.Length == 0 ? "no ending" : $"'{other}'")} is neither: name a file that ends in .png or .jpg."),
    };

    private static string FileName(string tensor) => string.Concat(tensor.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));

    private sealed record SheetPart(string Tensor, NeuronLayout Layout);
}
