using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Packages.Tests;

/// <summary>What a reader of README.md has: the tool, models and data under the names that its commands use. Everything is small, so that a command takes a second.</summary>
internal sealed class ReadmeFolder
{
    private const int Pixels = 28 * 28;

    private readonly string home = PackagesFixture.NewFolder("home");
    private readonly string template = PackagesFixture.NewFolder("template");

    public ReadmeFolder()
    {
        string data = Path.Combine(PackagesFixture.RepositoryRoot, "samples", "data", "fashion");
        // Enough to judge by; little to train on, as the trainings of the pages take as many epochs as they say.
        Cut(data, "t10k", "val", 2000);
        Cut(data, "train", "train", 100);
        Pictures(Path.Combine(template, "val/images-idx3-ubyte"), 1000);
        TinyNetwork regressor = new(seed: 5, outputs: 2);
        File.WriteAllBytes(Path.Combine(template, "regressor.onnx"), regressor.Onnx());
        File.WriteAllText(Path.Combine(template, "measured.csv"), regressor.Measurements(200));
        Must("dotnet tool install --global dotnet-nncompress");
        Must($"dotnet nncompress train mlp:1x28x28-16-12-10 --train-data '{data}' --epochs 4 -o model.onnx -q");
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

    /// <summary>The first samples of a pair of IDX files, whose headers hold their number in bytes 4 to 7.</summary>
    private void Cut(string data, string half, string target, int samples)
    {
        foreach ((string name, int header, int sample) in new[] { ("images-idx3-ubyte", 16, Pixels), ("labels-idx1-ubyte", 8, 1) })
        {
            using GZipStream stream = new(File.OpenRead(Path.Combine(data, $"{half}-{name}.gz")), CompressionMode.Decompress);
            byte[] bytes = new byte[header + samples * sample];
            stream.ReadExactly(bytes);
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), samples);
            Directory.CreateDirectory(Path.Combine(template, target));
            File.WriteAllBytes(Path.Combine(template, target, name), bytes);
        }
    }

    /// <summary>The same pictures as a NumPy file of floats, samples × 1 × 28 × 28 (NPY format 1.0).</summary>
    private void Pictures(string images, int samples)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({samples}, 1, 28, 28), }}");
        byte[] header = Encoding.ASCII.GetBytes(text.PadRight(117) + "\n");
        byte[] values = [.. File.ReadAllBytes(images).Skip(16).Take(samples * Pixels).SelectMany(pixel => BitConverter.GetBytes(pixel / 255f))];
        File.WriteAllBytes(Path.Combine(template, "pictures.npy"), [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. values]);
    }
}
