using Microsoft.Win32.SafeHandles;

namespace NNCompress.Models.Weights;

/// <summary>Files of weights without a graph: safetensors, TorchSharp's .dat, PyTorch's state_dict.</summary>
public static class WeightFile
{
    private static readonly Dictionary<string, WeightFormat> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".safetensors"] = WeightFormat.Safetensors,
        [".dat"] = WeightFormat.TorchSharp,
        [".pt"] = WeightFormat.PyTorch,
        [".pth"] = WeightFormat.PyTorch,
        [".bin"] = WeightFormat.PyTorch,
    };

    /// <summary>The kind of file that a name stands for; null for none of them.</summary>
    public static WeightFormat? ByName(string path) => Extensions.TryGetValue(Path.GetExtension(path), out WeightFormat format) ? format : null;

    /// <summary>The extension of files of that kind.</summary>
    public static string ExtensionOf(WeightFormat format) => Extensions.First(e => e.Value == format).Key;

    /// <summary>The kind of a file by its name, else by how it begins; null for none of them.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="start">Its first bytes, nine or more.</param>
    public static WeightFormat? Recognise(string path, ReadOnlySpan<byte> start)
    {
        if (Pickling.TorchFile.Matches(start))
            return WeightFormat.PyTorch;
        // Files of many kinds are called so, ONNX among them, which begins with its version.
        bool anything = Path.GetExtension(path).Equals(".bin", StringComparison.OrdinalIgnoreCase);
        if (!anything && ByName(path) is { } named)
            return named;
        return SafetensorsFile.Matches(start) ? WeightFormat.Safetensors : null;
    }

    /// <summary>Reads a file as a network of constants alone; their numbers stay in the file until they are needed.</summary>
    /// <exception cref="NncException">NNC2001 missing; NNC2002 unreadable; NNC2170–2178 not such a file, damaged, or refused.</exception>
    public static Network Load(string path, WeightFormat format)
    {
        try
        {
            SafeFileHandle handle = FileBytes.Open(path);
            WeightSource file = new(handle, path);
            switch (format)
            {
                case WeightFormat.Safetensors:
                    (IReadOnlyList<WeightTensor> tensors, IReadOnlyList<KeyValuePair<string, string>> notes) = SafetensorsFile.Read(file, path);
                    return WeightModel.Of(tensors, format, notes, path);
                case WeightFormat.TorchSharp:
                    return WeightModel.Of(TorchSharpFile.Read(file, path), format, [], path);
                default:
                    return WeightModel.Of(StateDictFile.Read(file, path), format, [], path);
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NncException("NNC2001", path, "the file of weights does not exist: check the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NncException("NNC2002", path, $"the file of weights cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The kind of file that a network without a graph was read from; null for one that has a graph.</summary>
    public static WeightFormat? FormatOf(Network network) => WeightModel.FormatOf(network);

    /// <summary>Writes a network's weights, tensor by tensor, in one atomic step: of one without a graph all tensors as they are.</summary>
    /// <exception cref="NncException">NNC2003: the file cannot be written. NNC2172: the kind of file has no such type.</exception>
    public static void Save(Network network, string path, WeightFormat format, CancellationToken cancellation = default)
    {
        IReadOnlyList<WeightTensor> tensors = WeightModel.Tensors(network);
        Save(tensors, WeightModel.Notes(network), path, format, cancellation);
    }

    internal static void Save(
        IReadOnlyList<WeightTensor> tensors, IEnumerable<KeyValuePair<string, string>> notes, string path, WeightFormat format, CancellationToken cancellation) => AtomicFile.Write(path, stream =>
    {
        switch (format)
        {
            case WeightFormat.Safetensors:
                SafetensorsFile.Write(tensors, notes, stream, cancellation);
                break;
            case WeightFormat.TorchSharp:
                TorchSharpFile.Write(tensors, path, stream, cancellation);
                break;
            default:
                StateDictWriter.Write(tensors, path, stream, cancellation);
                break;
        }
    });
}
