using NNCompress.Data;
using NNCompress.Data.Images;
using NNCompress.Plugins;
using NNCompress.Tests.Plugins;

namespace NNCompress.Tests.Data.Images;

public sealed class ImageFolderTests : IDisposable
{
    private readonly DataFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Class_folders_in_order_are_labels()
    {
        Gray("val/zebra/1.png", 2, 2, 30);
        Gray("val/ape/b.png", 2, 2, 20);
        Gray("val/ape/a.png", 2, 2, 10);
        files.Write(Path.Combine("val", "ape", "notes.txt"), "not an image");
        Dataset data = Read("val", [-1, 1, 2, 2]);
        Assert.Equal([0, 0, 1], data.Labels!);
        Assert.Equal([1, 2, 2], data.SampleShape);
        Assert.Equal([10 / 255f, 20 / 255f, 30 / 255f], [data.Inputs[0], data.Inputs[4], data.Inputs[8]]);
        Assert.Equal(255, data.Scaling.Divisor);
    }

    [Fact]
    public void Images_alone_have_no_labels_and_halves_are_told_by_name()
    {
        Gray("flat/1.png", 3, 2, 1);
        Assert.Null(Read("flat", null).Labels);
        Gray("both/train/a/1.png", 2, 2, 1);
        Gray("both/train/b/2.png", 2, 2, 2);
        Gray("both/val/a/3.png", 2, 2, 3);
        Assert.True(DatasetReader.HoldsBothParts(files.Folder + "/both"));
        Assert.False(DatasetReader.HoldsBothParts(files.Folder + "/flat"));
        Assert.Equal(2, Read("both", null, DataPart.Train).Count);
        Dataset test = Read("both", null);
        Assert.Equal((1, 3 / 255f), (test.Count, test.Inputs[0]));
        // With a third folder they are classes.
        Gray("both/other/4.png", 2, 2, 4);
        Assert.Equal([0, 1, 1, 2], Read("both", null).Labels!);
    }

    [Fact]
    public void Pictures_become_what_the_network_takes()
    {
        Write("c/1.png", PngFiles.Make(4, 4, 8, 2, false, (x, y, c) => c == 0 ? 100 : c == 1 ? 150 : 200));
        Gray("c/2.png", 2, 2, 50);
        Dataset gray = Read("c", [-1, 1, 2, 2]);
        Assert.Equal((float)((0.299 * 100) + (0.587 * 150) + (0.114 * 200)) / 255, gray.Inputs[0], 1e-6);
        Dataset colour = Read("c", [1, 3, 2, 2]);
        Assert.Equal([100, 150, 200, 50, 50, 50], [.. new[] { 0, 4, 8, 12, 16, 20 }.Select(i => (int)Math.Round(255 * colour.Inputs[i]))]);
        Dataset last = Read("c", [1, 2, 2, 3]);
        Assert.Equal([2, 2, 3], last.SampleShape);
        Assert.Equal([100, 150, 200], [.. last.Inputs[..3].Select(v => (int)Math.Round(255 * v))]);
        Assert.Equal([1, 2, 2], Read("c", [-1, 4]).SampleShape);
        Assert.Equal([3, 2, 2], Read("c", [-1, 12]).SampleShape);
        DataOptions normal = new() { Mean = [0.1, 0.2, 0.3], Std = [0.5] };
        Dataset scaled = DatasetReader.Read(Path.Combine(files.Folder, "c"), DataPart.Test, normal, images: Images([1, 2, 2, 3]));
        Assert.Equal([((100 / 255.0) - 0.1) / 0.5, ((150 / 255.0) - 0.2) / 0.5, ((200 / 255.0) - 0.3) / 0.5], [.. scaled.Inputs[..3].Select(v => Math.Round((double)v, 7))], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Images_that_differ_need_a_network_that_says_what_it_takes()
    {
        Gray("d/1.png", 2, 2, 1);
        Gray("d/2.png", 3, 2, 1);
        Assert.Equal("NNC2199", Error(() => Read("d", null)).Code);
        Assert.Equal("NNC2199", Error(() => Read("d", [1, 1, 2, -1])).Code);
        Assert.Equal(2, Read("d", [1, 1, 5, 5]).Count);
        Write("e/1.png", PngFiles.Make(2, 2, 8, 0, false, (_, _, _) => 1));
        Write("e/2.png", PngFiles.Make(2, 2, 8, 2, false, (_, _, c) => c));
        Assert.Equal("NNC2199", Error(() => Read("e", null)).Code);
        Assert.Equal("NNC2200", Error(() => Read("e", [1, 4, 2, 2])).Code);
        Assert.Equal("NNC2200", Error(() => Read("e", [1, 10])).Code);
    }

    [Fact]
    public void Folders_that_are_not_as_they_must_be_are_refused()
    {
        Gray("f/a/1.png", 2, 2, 1);
        Directory.CreateDirectory(Path.Combine(files.Folder, "f", "b"));
        Assert.Equal("NNC2198", Error(() => Read("f", null)).Code);
        Gray("f/b/1.png", 2, 2, 1);
        Gray("f/1.png", 2, 2, 1);
        Assert.Equal("NNC2198", Error(() => Read("f", null)).Code);
        Directory.CreateDirectory(Path.Combine(files.Folder, "g", "h"));
        Assert.Equal("NNC2041", Error(() => Read("g", null)).Code);
    }

    [Fact]
    public void Tables_in_a_folder_come_before_pictures_in_it()
    {
        files.Write("data.csv", "label,a\n1,2\n");
        Gray("plots/1.png", 2, 2, 1);
        Assert.Equal(1, Read("", null).Count);
    }

    [Fact]
    public void Other_formats_come_by_a_plug_in()
    {
        Write("p/1.bmp", [.. "PLAIN"u8, 2, 1, 7, 9]);
        Assert.Equal("NNC2197", Error(() => Read("p", null)).Code);
        ImageOptions images = new(ImageInput.Open, () => Parts.ImageReader(TestPlugins.Counting, new PluginFinder([], [])));
        Dataset data = DatasetReader.Read(Path.Combine(files.Folder, "p"), DataPart.Test, new DataOptions(), images: images);
        Assert.Equal([7 / 255f, 9 / 255f], data.Inputs);
        Write("p/1.bmp", [.. "PLAIN"u8, 2, 1, 7]);
        NncException error = Error(() => DatasetReader.Read(Path.Combine(files.Folder, "p"), DataPart.Test, new DataOptions(), images: images));
        Assert.Equal(("NNC2195", true), (error.Code, error.Message.Contains("do not fill", StringComparison.Ordinal)));
    }

    /// <summary>Against the same filter written down plainly.</summary>
    [Theory]
    [InlineData(5, 5, 3, 2)]
    [InlineData(4, 7, 9, 20)]
    [InlineData(40, 3, 7, 1)]
    [InlineData(1, 1, 4, 4)]
    public void Resizing_is_a_triangle_as_wide_as_the_picture_shrinks(int width, int height, int toWidth, int toHeight)
    {
        Random random = new(3);
        Picture picture = new(width, height, 1, [.. Enumerable.Range(0, width * height).Select(_ => (float)random.Next(256))]);
        Picture resized = PictureResize.To(picture, toWidth, toHeight);
        double worst = 0;
        for (int y = 0; y < toHeight; y++)
        {
            for (int x = 0; x < toWidth; x++)
            {
                double sum = 0, all = 0;
                for (int i = 0; i < width * height; i++)
                {
                    double weight = Weight(i % width, x, width, toWidth) * Weight(i / width, y, height, toHeight);
                    (sum, all) = (sum + (weight * picture.Values[i]), all + weight);
                }
                worst = Math.Max(worst, Math.Abs((sum / all) - resized.Values[(y * toWidth) + x]));
            }
        }
        Assert.InRange(worst, 0, 1e-3);
    }

    private static double Weight(int old, int now, int before, int after)
    {
        double scale = (double)before / after, reach = Math.Max(1, scale);
        return Math.Max(0, 1 - (Math.Abs(old + 0.5 - ((now + 0.5) * scale)) / reach));
    }

    private static ImageOptions Images(int[]? shape) => new(ImageInput.Of(shape), () => null);

    private static NncException Error(Action action) => Assert.Throws<NncException>(action);

    private Dataset Read(string folder, int[]? shape, DataPart part = DataPart.Test) =>
        DatasetReader.Read(Path.Combine(files.Folder, folder), part, new DataOptions(), images: Images(shape));

    private void Gray(string name, int width, int height, int value) => Write(name, PngFiles.Make(width, height, 8, 0, false, (_, _, _) => value));

    private void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(files.Folder, name))!);
        files.Write(name, content);
    }
}
