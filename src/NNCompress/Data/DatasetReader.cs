using NNCompress.Data.Images;

namespace NNCompress.Data;

/// <summary>Reads labelled or unlabelled samples: IDX (plain or .gz), NPY, NPZ or CSV, recognised by content, PyTorch's .pt and CIFAR's binary files by name, a folder that holds them, or a folder of images.</summary>
public static class DatasetReader
{
    /// <param name="path">A file, or a folder; labels of IDX images are looked for beside them.</param>
    /// <param name="part">Which half is wanted where a folder or an archive holds two; one with a single half gives that.</param>
    /// <param name="options">Scaling, and the label columns of CSV.</param>
    /// <param name="labels">What labels are; classes unless told otherwise.</param>
    /// <param name="images">What becomes of image files; null where the pictures decide.</param>
    /// <exception cref="NncException">
    /// NNC2040 missing or unreadable; NNC2041 not recognised, or no samples; NNC2042 truncated or damaged; NNC2043 labels that do not fit;
    /// NNC2044 options that do not fit; NNC2045 a CSV value; NNC2046 too large; NNC2047 a value that is not finite after scaling; NNC2050–2052 CIFAR files that are cut, damaged or missing; NNC2195–2200 images that cannot be read or do not fit; NNC2174–2178 a .pt file that is damaged or refused; NNC2003 more than some megabytes, and the temporary folder cannot be written.
    /// </exception>
    public static Dataset Read(string path, DataPart part, DataOptions options, LabelKind labels = LabelKind.Classes, ImageOptions? images = null)
    {
        try
        {
            if (CifarFiles.Find(path, part) is { } cifar && (cifar.Source != path || File.Exists(path)))
                return Scaled(cifar.Source, Of(cifar.Read(), labels), options);
            if (!DataFolder.HasFiles(path) && ImageFolder.Find(path, part) is { } pictures)
            {
                (StoredArray inputs, int[]? classes) = pictures.Read(images ?? ImageOptions.Plain);
                Dataset data = Scaled(pictures.Source, Of((inputs, classes), labels), options);
                return images?.Input?.ChannelsLast == true ? ChannelsLast(data) : data;
            }
            string file = Directory.Exists(path) ? DataFolder.Find(path, part) : path;
            if (!File.Exists(file))
                throw DataError.NotFound(file);
            return Scaled(file, ReadFile(file, part, options, labels), options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw DataError.Unreadable(path, e);
        }
    }

    /// <summary>Whether the folder has a test half and another file as training half.</summary>
    public static bool HoldsBothParts(string path)
    {
        try
        {
            if (Directory.Exists(path) && CifarFiles.Find(path, DataPart.Test) is { } test)
                return test.Source != CifarFiles.Find(path, DataPart.Train)!.Source;
            if (!DataFolder.HasFiles(path) && ImageFolder.Find(path, DataPart.Test) is { } pictures)
                return pictures.Source != ImageFolder.Find(path, DataPart.Train)!.Source;
            return Directory.Exists(path) && DataFolder.Find(path, DataPart.Test) != DataFolder.Find(path, DataPart.Train);
        }
        catch (NncException)
        {
            return false;
        }
    }

    /// <summary>The same pictures with each pixel's channels together: N × H × W × C.</summary>
    private static Dataset ChannelsLast(Dataset data)
    {
        (int channels, int pixels) = (data.SampleShape[0], data.SampleLength / data.SampleShape[0]);
        StoredNumbers numbers = new();
        float[] sample = new float[data.SampleLength], turned = new float[data.SampleLength];
        for (int i = 0; i < data.Count; i++)
        {
            data.CopyInputs(i, 1, sample);
            for (int k = 0; k < turned.Length; k++)
                turned[(k % pixels * channels) + (k / pixels)] = sample[k];
            numbers.Append(turned);
        }
        return new Dataset(data.Source, [data.SampleShape[1], data.SampleShape[2], channels], numbers, data.Labels, data.Scaling, data.Targets);
    }

    private static Dataset Scaled(string source, Stored stored, DataOptions options)
    {
        StoredArray inputs = stored.Inputs;
        if (inputs.Shape.Length < 2)
            throw DataError.NotRecognised(source, $"the data has the shape [{string.Join(", ", inputs.Shape)}], one number a sample: these look like labels. Give the inputs, samples × values.");
        Scaling scaling = SampleScaling.Of(inputs, options);
        SampleScaling.Apply(inputs, scaling);
        return new Dataset(source, inputs.Shape[1..], inputs.Numbers, stored.Classes, scaling, stored.Values);
    }

    private static Stored ReadFile(string path, DataPart part, DataOptions options, LabelKind kind)
    {
        if (TorchData.Matches(path))
        {
            (StoredArray samples, StoredArray? labels) = TorchData.Read(path, part, withLabels: kind != LabelKind.None);
            return Of(samples, labels ?? (kind != LabelKind.None && DataFolder.TargetsOf(path) is { } beside ? TorchData.Read(beside, part).Inputs : null), kind);
        }
        using (BoundedInput input = BoundedInput.Open(path))
        {
            ReadOnlySpan<byte> start = input.Peek(6);
            if (IdxFile.Matches(start))
            {
                StoredArray images = IdxFile.Read(input);
                return Of(images, kind != LabelKind.None && DataFolder.LabelsOf(path) is { } labels ? ReadIdxLabels(labels) : null, kind);
            }
            if (NpyFile.Matches(start))
            {
                StoredArray samples = NpyFile.Read(input);
                return Of(samples, kind != LabelKind.None && DataFolder.TargetsOf(path) is { } targets ? ReadNpy(targets) : null, kind);
            }
            if (!NpzFile.Matches(start) && !Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase))
                throw DataError.NotRecognised(path, $"the content is not IDX, NPY or NPZ ({(start.Length == 0 ? "it is empty" : $"it begins with the bytes {Convert.ToHexString(start)}")}), and the name does not end in .csv: give one of these.");
            if (!NpzFile.Matches(start))
                return CsvFile.Read(path, options.LabelColumn, kind);
        }
        (StoredArray x, StoredArray? y) = NpzFile.Read(path, part, withLabels: kind != LabelKind.None);
        return Of(x, y, kind);
    }

    private static Stored Of(StoredArray inputs, StoredArray? labels, LabelKind kind) => new(
        inputs,
        labels is not null && kind == LabelKind.Classes ? ClassLabels.From(labels, inputs.Shape[0]) : null,
        labels is not null && kind == LabelKind.Values ? TargetValues.From(labels, inputs.Shape[0]) : null);

    private static Stored Of((StoredArray Inputs, int[]? Classes) stored, LabelKind kind) => kind switch
    {
        LabelKind.Classes => new Stored(stored.Inputs, stored.Classes, null),
        LabelKind.Values => new Stored(stored.Inputs, null, stored.Classes is null ? null : Array.ConvertAll(stored.Classes, c => (float)c)),
        _ => new Stored(stored.Inputs, null, null),
    };

    private static StoredArray ReadNpy(string path)
    {
        using BoundedInput input = BoundedInput.Open(path);
        return NpyFile.Matches(input.Peek(6))
            ? NpyFile.Read(input)
            : throw DataError.NotRecognised(path, "the labels beside the samples are not in NPY format: save them with numpy.save, or move the file away.");
    }

    private static StoredArray ReadIdxLabels(string path)
    {
        using BoundedInput input = BoundedInput.Open(path);
        return IdxFile.Matches(input.Peek(6))
            ? IdxFile.Read(input)
            : throw DataError.NotRecognised(path, "the labels file is not in IDX format: give the labels that belong to the images, or move the file away.");
    }
}
