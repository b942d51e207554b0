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
        OutputPaths.KeepApart(request, output);
        byte[] onnx = NnzReader.Guard(request.ModelPath, archive.ReadOnnx);
        List<string> outputs = [output];
        AtomicFile.Write(output, onnx);
        if (request.ExtractPath is { } folder)
            outputs.AddRange(JpegExtraction.Write(archive, request.ModelPath, folder, run.Cancellation));
        return new CompressionResult(run.Finish(new CompressionReport
        {
            Verb = "decode",
            Model = request.ModelPath,
            Outputs = outputs,
            OriginalBytes = onnx.Length,
            ArtifactBytes = source.Bytes,
            Ratio = (double)onnx.Length / source.Bytes,
            Tensors = Figures.Sections(archive),
            Layers = Figures.Layers(source.Network),
        }));
    }
}
