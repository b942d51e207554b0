namespace NNCompress.Data.Images;

/// <summary>The part of the error catalogue on image files, NNC2195 to NNC2200.</summary>
internal static class ImageError
{
    public static NncException Damaged(string path, string what, Exception? cause = null) =>
        new("NNC2195", path, $"the image cannot be decoded: {what.ReplaceLineEndings(" ")} Mend the file, or take it out of the data.", cause);

    public static NncException TooLarge(string path, long width, long height) =>
        new("NNC2196", path, $"the image has {width}×{height} pixels, and at most {ImageFile.MostPixels} in all are read: make it smaller, or take it out of the data.");

    public static NncException Format(string path, string what) =>
        new("NNC2197", path, $"{what} is not read without ImageSharp: dotnet add package NNCompress.ImageSharp (or --jpeg-codec PATH of it), or convert the image to PNG.");

    public static NncException Folder(string path, string what) => new("NNC2198", path, what);

    public static NncException Sizes(string path, Picture picture, Picture first) => new(
        "NNC2199", path, $"the image has {Describe(picture)}, the first one {Describe(first)}, and the network does not say what it takes: make all images alike, or give a network whose input has a fixed size.");

    public static NncException NoPicture(string folder) =>
        new("NNC2200", folder, "the folder holds images, and the network's input is no picture of 1 or 3 channels: give the data as .npy, or a network that takes pictures.");

    private static string Describe(Picture picture) => $"{picture.Width}×{picture.Height} pixels {(picture.Channels == 1 ? "in gray" : "in colour")}";
}
