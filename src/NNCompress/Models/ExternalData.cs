using System.Globalization;
using Google.Protobuf;
using Microsoft.Win32.SafeHandles;
using NNCompress.Models.Proto;

namespace NNCompress.Models;

/// <summary>Weights that lie in side files (ONNX IR specification, "External data"). Small ones are brought into the model, great ones are read when they are needed.</summary>
internal static class ExternalData
{
    private const int External = 1;

    /// <summary>Data of fewer bytes stay in the ONNX file.</summary>
    private const int LeastApart = 1 << 10;

    // No exporter writes this key: the message's data have been looked at and are too long for a field.
    private const string FarKey = "nncompress.path";

    /// <summary>Gives each external tensor of the graph its raw data.</summary>
    /// <param name="model">Is changed.</param>
    /// <param name="modelPath">Side files lie in its folder.</param>
    /// <param name="great">Data from this many bytes on are read when they are needed.</param>
    /// <exception cref="NncException">NNC2014: a path leaves the model's folder, or a side file is missing or too short.</exception>
    public static void Attach(ModelProto model, string modelPath, int great = TensorBytes.Great)
    {
        Dictionary<string, SafeFileHandle> files = [];
        IEnumerable<TensorProto> constants = model.Graph.Node.SelectMany(n => n.Attribute).Where(a => a.T is not null).Select(a => a.T);
        foreach (TensorProto tensor in model.Graph.Initializer.Concat(constants).Where(t => t.DataLocation == External))
        {
            (string path, long offset, long length) = Find(tensor, modelPath, files);
            tensor.ExternalData.Clear();
            if (length > TensorBytes.LongestField)
            {
                tensor.ExternalData.Add(new StringStringEntryProto { Key = FarKey, Value = path });
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = offset.ToString(CultureInfo.InvariantCulture) });
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = length.ToString(CultureInfo.InvariantCulture) });
                continue;
            }
            FileBytes bytes = new(files[path], path, offset, length);
            ByteString field = bytes.AsField();
            tensor.RawData = length < great ? ByteString.CopyFrom(field.Span) : field;
            tensor.ClearDataLocation();
        }
    }

    /// <summary>The other way: writes the raw data of the graph's initialisers to a stream, each from a multiple of a page on, and leaves in the model where they are.</summary>
    /// <param name="model">Is changed.</param>
    /// <param name="modelPath">Of the file that the model came from.</param>
    /// <param name="data">The side file, from its beginning.</param>
    /// <param name="dataName">The side file's name.</param>
    public static void Detach(ModelProto model, string modelPath, Stream data, string dataName)
    {
        long offset = 0;
        foreach (TensorProto tensor in model.Graph.Initializer)
        {
            if (TensorBytes.Of(tensor, modelPath) is not { Length: >= LeastApart } bytes)
                continue;
            long start = Runtime.NnzDirectory.Aligned(offset);
            data.Write(new byte[start - offset]);
            bytes.CopyTo(data, CancellationToken.None);
            offset = start + bytes.Length;
            tensor.ClearRawData();
            Point(tensor, dataName, start, bytes.Length);
        }
    }

    /// <summary>Has a tensor without data say where they are.</summary>
    /// <param name="tensor">Is changed.</param>
    /// <param name="dataName">The side file's name.</param>
    /// <param name="offset">Of the data in it.</param>
    /// <param name="length">Bytes.</param>
    public static void Point(TensorProto tensor, string dataName, long offset, long length)
    {
        tensor.ExternalData.Clear();
        foreach ((string key, string value) in new[] { ("location", dataName), ("offset", offset.ToString(CultureInfo.InvariantCulture)), ("length", length.ToString(CultureInfo.InvariantCulture)) })
            tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        tensor.DataLocation = External;
    }

    /// <summary>True where the tensor's data are longer than a message can hold and stay outside.</summary>
    public static bool IsFar(TensorProto tensor) => tensor.DataLocation == External && Entry(tensor, FarKey) is not null;

    /// <summary>The data of such a tensor.</summary>
    public static TensorBytes Far(TensorProto tensor, string modelPath)
    {
        string path = Entry(tensor, FarKey)!;
        try
        {
            return new FileBytes(
                FileBytes.Open(path), path, long.Parse(Entry(tensor, "offset")!, CultureInfo.InvariantCulture), long.Parse(Entry(tensor, "length")!, CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NncException("NNC2014", modelPath, $"external data of tensor '{tensor.Name}' needs '{path}', which cannot be read: {e.Message}", e);
        }
    }

    private static (string Path, long Offset, long Length) Find(TensorProto tensor, string modelPath, Dictionary<string, SafeFileHandle> files)
    {
        if (Entry(tensor, FarKey) is not null)
            throw Bad($"has the key '{FarKey}'");
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
            if (!files.TryGetValue(file, out SafeFileHandle? handle))
                files[file] = handle = FileBytes.Open(file);
            long all = RandomAccess.GetLength(handle);
            long length = Number("length", all - offset);
            if (offset < 0 || length < 0 || offset > all - length)
                throw Bad($"needs bytes {offset} to {offset + length} of '{location}', which has {all}");
            return (file, offset, length);
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
