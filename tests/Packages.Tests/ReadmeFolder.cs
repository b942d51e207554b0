using System.Globalization;
using System.Text;

namespace Packages.Tests;

/// <summary>What a reader of README.md has: the tool, models and data under the names that its commands use. Everything is small, so that a command takes a second.</summary>
internal sealed class ReadmeFolder
{
    private const int Side = 28, Pixels = Side * Side, Classes = 10;

    private readonly string home = PackagesFixture.NewFolder("home");
    private readonly string template = PackagesFixture.NewFolder("template");

    public ReadmeFolder()
    {
        Random random = new(7);
        byte[] judging = Set("val", 1000, random);
        // Little, as the trainings of the pages take as many epochs as they say.
        Set("train", 100, random);
        Pictures(judging);
        TinyNetwork regressor = new(seed: 5, outputs: 2);
        File.WriteAllBytes(Path.Combine(template, "regressor.onnx"), regressor.Onnx());
        File.WriteAllText(Path.Combine(template, "measured.csv"), regressor.Measurements(200));
        Must("dotnet tool install --global dotnet-nncompress");
        Must("dotnet nncompress train mlp:1x28x28-16-12-10 --train-data train/ --epochs 200 -o model.onnx -q");
        Must("dotnet nncompress encode model.onnx -o model.nnz -q && cp model.onnx unet.onnx");
    }

    /// <summary>A copy of everything, in a folder of its own.</summary>
    public string Copy(string name)
    {
        string folder = PackagesFixture.NewFolder(name);
        foreach (string file in Directory.EnumerateFiles(template, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(template, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
        return folder;
    }

    /// <summary>Runs commands as they are printed, the version of the package excepted: a test's is no release.</summary>
    public (int ExitCode, string Output) Shell(string folder, string commands)
    {
        string script = commands.Replace("dotnet tool install --global dotnet-nncompress", $"dotnet tool update --global dotnet-nncompress --version {PackagesFixture.Version}", StringComparison.Ordinal);
        Dictionary<string, string> environment = new()
        {
            ["HOME"] = home,
            ["DOTNET_CLI_HOME"] = home,
            ["PATH"] = $"{Path.Combine(home, ".dotnet", "tools")}:{Path.GetDirectoryName(Path.GetFullPath(Dotnet.Host))}:{Environment.GetEnvironmentVariable("PATH")}",
        };
        return Dotnet.Start("bash", folder, environment, "-eo", "pipefail", "-c", script);
    }

    private void Must(string commands)
    {
        (int exitCode, string output) = Shell(template, commands);
        Assert.True(exitCode == 0, output);
    }

    /// <summary>A pair of IDX files: pictures of noise in which a tenth of the pixels, another tenth for each class, is bright, so that no network that is worth anything errs.</summary>
    /// <returns>The pixels.</returns>
    private byte[] Set(string target, int samples, Random random)
    {
        byte[] labels = [.. Enumerable.Range(0, samples).Select(i => (byte)(i % Classes))];
        byte[] pixels = [.. labels.SelectMany(label => Enumerable.Range(0, Pixels).Select(p => (byte)(random.Next(80) + (p * Classes / Pixels == label ? 160 : 0))))];
        Directory.CreateDirectory(Path.Combine(template, target));
        File.WriteAllBytes(Path.Combine(template, target, "images-idx3-ubyte"), [.. Header(3, samples, Side, Side), .. pixels]);
        File.WriteAllBytes(Path.Combine(template, target, "labels-idx1-ubyte"), [.. Header(1, samples), .. labels]);
        return pixels;
    }

    /// <summary>Two zeros, 8 for bytes, the number of dimensions, and each of them in four bytes, the highest first.</summary>
    private static IEnumerable<byte> Header(byte dimensions, params int[] sizes) =>
        sizes.Aggregate<int, IEnumerable<byte>>([0, 0, 8, dimensions], (header, size) => [.. header, (byte)(size >> 24), (byte)(size >> 16), (byte)(size >> 8), (byte)size]);

    /// <summary>The same pictures as a NumPy file of floats, samples × 1 × 28 × 28 (NPY format 1.0).</summary>
    private void Pictures(byte[] pixels)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({pixels.Length / Pixels}, 1, {Side}, {Side}), }}");
        byte[] header = Encoding.ASCII.GetBytes(text.PadRight(117) + "\n");
        byte[] values = [.. pixels.SelectMany(pixel => BitConverter.GetBytes(pixel / 255f))];
        File.WriteAllBytes(Path.Combine(template, "pictures.npy"), [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. values]);
    }
}
