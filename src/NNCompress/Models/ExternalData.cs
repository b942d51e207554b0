using System.Globalization;
using Google.Protobuf;
using NNCompress.Models.Proto;

namespace NNCompress.Models;

/// <summary>Brings weights that lie in side files into the model (ONNX IR specification, "External data").</summary>
internal static class ExternalData
{
    private const int External = 1;

    /// <exception cref="NncException">NNC2014: a path leaves the model's folder, or a side file is missing or too short.</exception>
    public static void Inline(ModelProto model, string modelPath)
    {
        IEnumerable<TensorProto> constants = model.Graph.Node.SelectMany(n => n.Attribute).Where(a => a.T is not null).Select(a => a.T);
        foreach (TensorProto tensor in model.Graph.Initializer.Concat(constants).Where(t => t.DataLocation == External))
        {
            tensor.RawData = UnsafeByteOperations.UnsafeWrap(Read(tensor, modelPath));
            tensor.ExternalData.Clear();
            tensor.ClearDataLocation();
        }
    }

    private static byte[] Read(TensorProto tensor, string modelPath)
    {
        string location = Entry(tensor, "location") ?? throw Bad("names no file");
        string folder = Path.GetFullPath(Path.GetDirectoryName(Path.GetFullPath(modelPath))!);
        string file = Path.GetFullPath(Path.Combine(folder, location));
        if (Path.IsPathRooted(location) || !IsInside(file, folder))
            throw Outside();
        long offset = Number("offset", 0);
        try
        {
            if (!IsInside(WithoutLinks(file), WithoutLinks(folder)))
                throw Outside();
            using FileStream stream = File.OpenRead(file);
            long length = Number("length", stream.Length - offset);
            if (offset < 0 || length < 0 || length > int.MaxValue || offset > stream.Length - length)
                throw Bad($"needs bytes {offset} to {offset + length} of '{location}', which has {stream.Length}");
            byte[] data = new byte[length];
            stream.Position = offset;
            stream.ReadExactly(data);
            return data;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Bad($"needs '{location}', which cannot be read: {e.Message}");
        }

        long Number(string key, long otherwise)
        {
            string? text = Entry(tensor, key);
            return text is null ? otherwise
                : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value
                : throw Bad($"has {key} '{text}', which is not a number");
        }

        NncException Outside() => Bad($"points to '{location}', outside the model's folder: put the data beside the model");

        NncException Bad(string what) => new("NNC2014", modelPath, $"external data of tensor '{tensor.Name}' {what}.");
    }

    /// <summary>The path with every symbolic link in it followed.</summary>
    private static string WithoutLinks(string path)
    {
        string? parent = Path.GetDirectoryName(path);
        if (parent is null)
            return path;
        string here = Path.Combine(WithoutLinks(parent), Path.GetFileName(path));
        FileSystemInfo info = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return info.Exists && info.ResolveLinkTarget(returnFinalTarget: true) is { } target ? WithoutLinks(target.FullName) : here;
    }

    private static bool IsInside(string file, string folder) =>
        file.StartsWith(folder.EndsWith(Path.DirectorySeparatorChar) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.FirstOrDefault(e => e.Key == key)?.Value;
}
