using System.Diagnostics;

namespace NNCompress.Tool.Tests;

public sealed class ResumeTests : IDisposable
{
    private const int Attempts = 5;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [UnixTheory]
    [InlineData("mlp:4-60-3")]
    [InlineData("conv:1x2x2,c3b,d0.3,f,8,3")]
    public async Task A_killed_run_resumes_to_the_weights_of_a_run_without_a_break(string specification)
    {
        string[] lines = [.. Enumerable.Range(0, 300).Select(i => FormattableString.Invariant($"{i % 3},{i * 37 % 100},{i * 53 % 100},{(i % 3) + (i * 11 % 10)},{i * 7 % 10}"))];
        await File.WriteAllLinesAsync(folder.File("data.csv"), lines);
        string[] common = ["train", specification, "--train-data", folder.File("data.csv"), "--scale", "100", "--epochs", "150", "--batch-size", "8", "--patience", "150", "--seed", "9", "-q"];
        Assert.Equal(0, ToolRun.Of([.. common, "-o", folder.File("whole.onnx"), "--save-initial", folder.File("start.onnx"), "--threads", "1"]).Exit);

        string state = folder.File("run.state"), output = folder.File("resumed.onnx");
        string[] resumable = [.. common, "-o", output, "--save-initial", folder.File("initial.onnx"), "--checkpoint", state, "--resume"];
        // The kill must fall between the first checkpoint and the end; on a busy machine it may come too late, and the run is begun anew.
        for (int attempt = 1; !await Kill(resumable, state); attempt++)
        {
            Assert.True(attempt < Attempts, $"{Attempts} runs have ended before they could be killed");
            File.Delete(state);
            File.Delete(output);
        }
        Assert.False(File.Exists(output));
        Assert.True(File.Exists(state));

        ToolRun resumed = ToolRun.Of([.. resumable, "--threads", "1"]);
        Assert.Equal((0, ""), (resumed.Exit, resumed.Error));
        Assert.Equal(await File.ReadAllBytesAsync(folder.File("whole.onnx")), await File.ReadAllBytesAsync(output));
        Assert.Equal(await File.ReadAllBytesAsync(folder.File("start.onnx")), await File.ReadAllBytesAsync(folder.File("initial.onnx")));
    }

    /// <summary>Runs the tool and kills it once it has written a checkpoint; false where it was faster.</summary>
    private static async Task<bool> Kill(string[] arguments, string state)
    {
        using Process process = Process.Start("dotnet", [typeof(Head).Assembly.Location, .. arguments, "--threads", "2"]);
        for (long start = Stopwatch.GetTimestamp(); !File.Exists(state) && !process.HasExited; await Task.Delay(1))
            Assert.True(Stopwatch.GetElapsedTime(start) < Limit, "no checkpoint after a minute");
        // SIGKILL: nothing of the process can react.
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Limit);
        return process.ExitCode != 0;
    }
}
