using NNCompress.Pickling;

namespace NNCompress.Models.Weights;

/// <summary>A state_dict that torch.save wrote, by itself or in a checkpoint.</summary>
internal static class StateDictFile
{
    /// <summary>Where checkpoints keep it.</summary>
    private static readonly string[] Places = ["state_dict", "model_state_dict", "model"];

    /// <summary>Reads the names and shapes; the numbers stay in the file.</summary>
    /// <param name="file">Stays open as long as the tensors are used.</param>
    /// <param name="path">For messages.</param>
    /// <exception cref="NncException">NNC2174–2176, NNC2178: as of <see cref="TorchFile.Load"/>. NNC2177: it holds something else.</exception>
    public static IReadOnlyList<WeightTensor> Read(WeightSource file, string path)
    {
        if (TorchFile.Load(file.Handle, path) is not PickledDictionary saved)
            throw WeightError.NoState(path, "what was saved is no dictionary");
        PickledDictionary state = Places.Select(saved.Find).OfType<PickledDictionary>().FirstOrDefault() ?? saved;
        List<WeightTensor> tensors = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach ((object? key, object? value) in state.Pairs)
        {
            if (key is not string name || value is not TorchTensor tensor)
                throw WeightError.NoState(path, $"under '{(key is string text ? WeightError.Shown(text) : key)}' stands no tensor");
            if (!names.Add(name))
                throw WeightError.NoState(path, $"'{WeightError.Shown(name)}' is in it twice");
            TensorBytes bytes = tensor.IsContiguous ? file.Range(tensor.Offset, tensor.Bytes) : TensorBytes.Held(tensor.Gather());
            tensors.Add(new WeightTensor(name, TypeOf(tensor.Type), tensor.Shape, bytes));
        }
        return tensors.Count > 0 ? tensors : throw WeightError.NoState(path, "there is no tensor in it");
    }

    public static ElementType TypeOf(TorchType type) => type switch
    {
        TorchType.Byte => ElementType.UInt8,
        TorchType.Char => ElementType.Int8,
        TorchType.Short => ElementType.Int16,
        TorchType.Int => ElementType.Int32,
        TorchType.Long => ElementType.Int64,
        TorchType.Half => ElementType.Half,
        TorchType.Float => ElementType.Float,
        TorchType.Double => ElementType.Double,
        TorchType.Bool => ElementType.Bool,
        _ => ElementType.BFloat16,
    };
}
