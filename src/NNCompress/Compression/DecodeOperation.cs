using System.Diagnostics;
using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Reports;
using NNCompress.Runtime;

namespace NNCompress.Compression;

/// <summary>.nnz to ONNX; where asked, the JPEG sections as files.</summary>
internal sealed class DecodeOperation(RunContext run)
{
    public CompressionResult Run()
    {
        CompressionRequest request = run.Request;
        ModelSource source = ModelSource.Read(request.ModelPath);
        if (source.Archive is not { } archive)
            throw new NncException("NNC1026", request.ModelPath, "decode starts from an .nnz artifact, and this file is an ONNX model already.");
        string output = OutputPaths.Main(request, ".onnx");
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
}
