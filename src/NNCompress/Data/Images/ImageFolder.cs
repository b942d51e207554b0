namespace NNCompress.Data.Images;

/// <summary>A folder of images: one folder for each class, whose names in order are the labels 0, 1, …; or images without labels.</summary>
internal sealed class ImageFolder
{
    private static readonly HashSet<string> TrainNames = new(StringComparer.OrdinalIgnoreCase) { "train", "training" };

    private static readonly HashSet<string> TestNames = new(StringComparer.OrdinalIgnoreCase) { "test", "val", "valid", "validation" };

    private readonly string[] files;
    private readonly int[]? labels;

    private ImageFolder(string source, string[] files, int[]? labels) => (Source, this.files, this.labels) = (source, files, labels);

    /// <summary>The folder that holds the classes or images.</summary>
    public string Source { get; }

    /// <summary>The images of a folder, or of that half of it which is asked for where it holds a train and a test (or val) folder alone; null where it holds none.</summary>
    /// <exception cref="NncException">NNC2198: a class without images, or images beside classes.</exception>
    public static ImageFolder? Find(string folder, DataPart part)
    {
        if (!Directory.Exists(folder))
            return null;
        string[] folders = [.. Directory.GetDirectories(folder).Where(d => !Path.GetFileName(d).StartsWith('.')).Order(StringComparer.Ordinal)];
        string[] flat = Images(folder, SearchOption.TopDirectoryOnly);
        string? train = folders.FirstOrDefault(f => TrainNames.Contains(Path.GetFileName(f))), test = folders.FirstOrDefault(f => TestNames.Contains(Path.GetFileName(f)));
        if (flat.Length == 0 && folders.Length > 0 && folders.All(f => f == train || f == test))
            return Find(part == DataPart.Test ? test ?? train! : train ?? test!, part);
        string[][] classes = [.. folders.Select(f => Images(f, SearchOption.AllDirectories))];
        if (flat.Length == 0 && classes.All(c => c.Length == 0))
            return null;
        if (classes.All(c => c.Length == 0))
            return new ImageFolder(folder, flat, null);
        if (flat.Length > 0)
            throw ImageError.Folder(folder, $"the folder holds images ({Path.GetFileName(flat[0])}) beside folders of classes ({Path.GetFileName(folders[0])}): put each image into the folder of its class, or give a folder of images alone.");
        int empty = Array.FindIndex(classes, c => c.Length == 0);
        if (empty >= 0)
            throw ImageError.Folder(folders[empty], "the class's folder holds no images (.png, .jpg and the like): add some, or take the folder away, and mind that the labels after it shift.");
        return new ImageFolder(folder, [.. classes.SelectMany(c => c)], [.. classes.SelectMany((c, label) => Enumerable.Repeat(label, c.Length))]);
    }

    /// <summary>Decodes all images, and makes them what the network takes.</summary>
    /// <exception cref="NncException">NNC2195–2197: an image cannot be read. NNC2199, NNC2200: it does not fit. NNC2046: too many.</exception>
    public (StoredArray Inputs, int[]? Labels) Read(ImageOptions options)
    {
        ImageInput input = options.Input ?? throw ImageError.NoPicture(Source);
        Lazy<IImageReader?> foreign = new(options.Foreign);
        Picture first = ImageFile.Read(files[0], () => foreign.Value);
        (int channels, int height, int width) = (input.Channels ?? first.Channels, input.Height ?? first.Height, input.Width ?? first.Width);
        long length = (long)channels * height * width;
        if (length * files.Length > Array.MaxLength)
            throw DataError.TooLarge(Source, $"{files.Length} images of {channels}×{height}×{width} hold more than {Array.MaxLength} numbers: give a part of the data.");
        StoredNumbers numbers = new(length * files.Length);
        try
        {
            Parallel.For(0, files.Length, i =>
            {
                Picture picture = i == 0 ? first : ImageFile.Read(files[i], () => foreign.Value);
                bool unlike = (input.Height is null && picture.Height != height) || (input.Width is null && picture.Width != width) || (input.Channels is null && picture.Channels > channels);
                if (unlike)
                    throw ImageError.Sizes(files[i], picture, first);
                float[] sample = new float[length];
                Fill(PictureResize.To(channels == 1 ? Gray(picture) : picture, width, height), channels, sample);
                numbers.Write(i * length, sample);
            });
        }
        catch (AggregateException e)
        {
            // Of several images that fail the first is told of, whatever the threads did.
            throw e.InnerExceptions.OfType<NncException>().MinBy(n => Array.IndexOf(files, n.Path)) ?? e.InnerExceptions[0];
        }
        return (new StoredArray(Source, [files.Length, channels, height, width], IsBytes: true, numbers), labels);
    }

    /// <summary>Luma of ITU-R BT.601, as image programs make gray of colours.</summary>
    private static Picture Gray(Picture picture)
    {
        if (picture.Channels == 1)
            return picture;
        int pixels = picture.Width * picture.Height;
        float[] gray = new float[pixels];
        for (int i = 0; i < pixels; i++)
            gray[i] = (float)((0.299 * picture.Values[i]) + (0.587 * picture.Values[i + pixels]) + (0.114 * picture.Values[i + (2 * pixels)]));
        return new Picture(picture.Width, picture.Height, 1, gray);
    }

    private static void Fill(Picture picture, int channels, Span<float> target)
    {
        int plane = picture.Width * picture.Height;
        for (int channel = 0; channel < channels; channel++)
            picture.Values.AsSpan(picture.Channels == 1 ? 0 : channel * plane, plane).CopyTo(target[(channel * plane)..]);
    }

    private static string[] Images(string folder, SearchOption depth) =>
        [.. Directory.EnumerateFiles(folder, "*", depth).Where(ImageFile.HasEnding).Order(StringComparer.Ordinal)];
}
