using Google.Protobuf;
using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Models.Proto;
using NNCompress.Runtime;

namespace NNCompress.Compression;

/// <summary>Writes what an artifact decodes to: an ONNX file, and beside it the file of its weights where one file cannot hold them.</summary>
internal static class DecodedFiles
{
    /// <summary>The paths of the files that <see cref="Write"/> writes.</summary>
    public static string[] Paths(NnzFile archive, string onnx) => archive.DataName is null ? [onnx] : [onnx, onnx + OnnxFile.DataSuffix];

    /// <summary>Decodes tensor by tensor into files, each of which takes its place when all are written.</summary>
    /// <param name="archive">The artifact.</param>
    /// <param name="path">Of the artifact, for messages.</param>
    /// <param name="onnx">The ONNX file's; a data file gets the same with <see cref="OnnxFile.DataSuffix"/>.</param>
    /// <param name="threads">The most to use.</param>
    /// <param name="progress">Told the share of the weights that is written; or null.</param>
    /// <param name="cancellation">Looked at between tensors.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="NncException">NNC2003: a file cannot be written. NNC2061: the artifact is damaged.</exception>
    public static string[] Write(NnzFile archive, string path, string onnx, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        using StagedFile model = new(onnx), data = new(onnx + OnnxFile.DataSuffix);
        bool apart = archive.DataName is not null;
        model.FillAt(file => NnzReader.Guard(path, () =>
        {
            archive.WriteOnnx(file, apart ? data.Temporary : null, threads, progress, cancellation);
            return 0;
        }));
        if (apart)
        {
            if (archive.DataName != Path.GetFileName(onnx) + OnnxFile.DataSuffix)
                model.FillAt(file => File.WriteAllBytes(file, Renamed(archive, Path.GetFileName(onnx) + OnnxFile.DataSuffix)));
            data.Commit();
        }
        model.Commit();
        return Paths(archive, onnx);
    }

    /// <summary>The ONNX file, pointing to a data file of another name than it was encoded with.</summary>
    private static byte[] Renamed(NnzFile archive, string dataName)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(archive.Skeleton);
        foreach (StringStringEntryProto entry in model.Graph.Initializer.SelectMany(t => t.ExternalData).Where(e => e.Key == "location" && e.Value == archive.DataName))
            entry.Value = dataName;
        return model.ToByteArray();
    }
}
