using System.Diagnostics;

namespace NNCompress.Tool.Tests;

public sealed class InterruptionTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [UnixTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_the_run_and_leaves_no_partial_file(string signal)
    {
        string previous = folder.File("fashion-mlp-300-150.nnz");
        await File.WriteAllTextAsync(previous, "the last good one");
        using Process process = Start("compress", Repository.Path("samples", "models", "fashion-mlp-300-150.onnx"),
            "--data", Repository.Path("samples", "data", "fashion"), "--accuracy-budget", "0.5", "-o", folder.Path + "/");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Assert.NotNull(await process.StandardError.ReadLineAsync().WaitAsync(Limit));

        using (Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
            await kill.WaitForExitAsync().WaitAsync(Limit);
        string error = await process.StandardError.ReadToEndAsync().WaitAsync(Limit);
        await process.WaitForExitAsync().WaitAsync(Limit);

        Assert.Equal(Head.Cancelled, process.ExitCode);
        Assert.EndsWith("Cancelled. No output has been replaced.", error.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal("", await output);
        Assert.Equal(previous, Assert.Single(Directory.GetFiles(folder.Path)));
        Assert.Equal("the last good one", await File.ReadAllTextAsync(previous));
    }

    private static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(Head).Assembly.Location);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
