using System.Diagnostics;

namespace NNCompress.Tool.Tests;

/// <summary>Data that memory should not hold waits in the temporary folder.</summary>
public sealed class TemporaryDataTests : IDisposable
{
    private const int Samples = 6_000, Pixels = 28 * 28;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Nothing_is_left_of_it()
    {
        Directory.CreateDirectory(folder.File("temporary"));

        (int exit, string error) = Evaluate(Images(), folder.File("temporary"));

        // Read, and then found to have no labels.
        Assert.Equal((1, true), (exit, error.StartsWith("error NNC1021: ", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetFileSystemEntries(folder.File("temporary"), "nncompress-*"));
    }

    [Fact]
    public void A_temporary_folder_that_cannot_be_written_is_told_of()
    {
        File.WriteAllText(folder.File("no-folder"), "");

        (int exit, string error) = Evaluate(Images(), folder.File("no-folder"));

        Assert.Equal(2, exit);
        Assert.StartsWith("error NNC2003: ", error, StringComparison.Ordinal);
        Assert.Contains("cannot write temporary data", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private string Images()
    {
        byte[] header = [0, 0, 8, 3, 0, 0, Samples >> 8, Samples & 255, 0, 0, 0, 28, 0, 0, 0, 28];
        File.WriteAllBytes(folder.File("images-idx3-ubyte"), [.. header, .. new byte[Samples * Pixels]]);
        return folder.File("images-idx3-ubyte");
    }

    private static (int Exit, string Error) Evaluate(string data, string temporary)
    {
        ProcessStartInfo start = new("dotnet", [typeof(Head).Assembly.Location, "evaluate", Repository.Path("samples", "models", "fashion-mlp-300-150.onnx"), "--data", data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in new[] { "TMPDIR", "TMP", "TEMP" })
            start.Environment[name] = temporary;
        // The runtime has a socket in the temporary folder otherwise.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error.GetAwaiter().GetResult());
    }
}
