using System.Diagnostics;
using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Models.Weights;
using NNCompress.Reports;
using NNCompress.Runtime;

namespace NNCompress.Compression;

/// <summary>.nnz to ONNX or to a file of weights; where asked, the JPEG sections as files.</summary>
internal sealed class DecodeOperation(RunContext run)
{
    public CompressionResult Run()
    {
        CompressionRequest request = run.Request;
        ModelSource source = ModelSource.Read(request.ModelPath);
        if (source.Archive is not { } archive)
            throw new NncException("NNC1026", request.ModelPath, $"decode starts from an .nnz artifact, and this file is {(source.Network.HasGraph ? "an ONNX model" : "a file of weights")} already.");
        WeightFormat? kind = WeightFile.FormatOf(source.Network);
        string output = OutputPaths.Main(request, kind is { } own ? WeightFile.ExtensionOf(own) : ".onnx");
        if (WeightFile.ByName(output) is { } || kind is not null)
            return Weights(source, archive, output);
        string? half = OnnxOutput.PathOf(request, output, output);
        if (OnnxOutput.NeedsData(request))
            throw new NncException("NNC1080", request.ModelPath, "--onnx-precision int8 finds the scales of activations on data, and decode has none: decode to 32 bits, and give that file with --calibration-data to encode --onnx-precision int8.");
        OutputPaths.KeepApart(request, [.. DecodedFiles.Paths(archive, output), .. half is null || half == output ? Array.Empty<string>() : [half]]);
        Stopwatch watch = Stopwatch.StartNew();
        List<string> outputs = [.. DecodedFiles.Write(archive, request.ModelPath, output, run.Threads, new Stage(run.Reporter, "decode"), run.Cancellation)];
        double seconds = watch.Elapsed.TotalSeconds;
        long weights = archive.Sections.Sum(s => s.Shape.Aggregate(1L, (count, dimension) => count * dimension));
        OnnxOutput? plain = OnnxOutput.Make(run, half, source.Network, source.Network, null);
        if (plain is not null && plain.Path != output)
        {
            plain.Write();
            outputs.Add(plain.Path);
        }
        if (request.ExtractPath is { } folder)
            outputs.AddRange(JpegExtraction.Write(archive, request.ModelPath, folder, run.Cancellation));
        return new CompressionResult(run.Finish(new CompressionReport
        {
            Verb = "decode",
            Model = request.ModelPath,
            Outputs = outputs,
            OriginalBytes = archive.OnnxLength + archive.DataLength,
            ArtifactBytes = source.Bytes,
            Ratio = (double)(archive.OnnxLength + archive.DataLength) / source.Bytes,
            Onnx = plain is null ? [] : [plain.Row],
            Decoding = new DecodeRate(seconds, weights, weights / seconds, run.Threads),
            Tensors = Figures.Sections(archive, source.Bytes),
            Layers = Figures.Layers(source.Network),
        }));
    }

    /// <summary>A file of weights: of all tensors where there is no graph, else of those that a state_dict holds.</summary>
    private CompressionResult Weights(ModelSource source, NnzFile archive, string output)
    {
        CompressionRequest request = run.Request;
        if (WeightFile.ByName(output) is not { } format)
            throw new NncException("NNC1142", output, $"the .nnz file holds weights without a graph, and '{Path.GetFileName(output)}' is no name of a file of such: end it in .safetensors, .dat or .pt.");
        if (request.OnnxPrecision is not null)
            throw new NncException("NNC1142", request.ModelPath, "--onnx-precision writes an ONNX file, and decode writes a file of weights here: leave it out, or decode to .onnx.");
        OutputPaths.KeepApart(request, output);
        Stopwatch watch = Stopwatch.StartNew();
        if (source.Network.HasGraph)
            WeightBinding.SaveAll(source.Network, output, format, run.Cancellation);
        else
            WeightFile.Save(source.Network, output, format, run.Cancellation);
        double seconds = watch.Elapsed.TotalSeconds;
        long weights = archive.Sections.Sum(s => s.Shape.Aggregate(1L, (count, dimension) => count * dimension)), bytes = new FileInfo(output).Length;
        List<string> outputs = [output];
        if (request.ExtractPath is { } folder)
            outputs.AddRange(JpegExtraction.Write(archive, request.ModelPath, folder, run.Cancellation));
        return new CompressionResult(run.Finish(new CompressionReport
        {
            Verb = "decode",
            Model = request.ModelPath,
            Outputs = outputs,
            OriginalBytes = bytes,
            ArtifactBytes = source.Bytes,
            Ratio = (double)bytes / source.Bytes,
            Decoding = new DecodeRate(seconds, weights, weights / seconds, 1),
            Tensors = Figures.Sections(archive, source.Bytes),
            Layers = Figures.Layers(source.Network),
        }));
    }
}
