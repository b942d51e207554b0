using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace NNCompress.MSBuild.Tests;

public sealed class ArtifactCacheTests : IDisposable
{
    private readonly TaskRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void TheSameInputsAreCompressedOnce()
    {
        run.Write("model.onnx", "model");
        run.Write("data/x.npy", "1");
        TaskItem item = TaskRun.Item("model.onnx", ("Data", "data"), ("AccuracyBudget", "0.5"));
        run.Compress(item, cached: true);
        string artifact = Path.Combine(run.Output, "model.nnz");
        File.Delete(artifact);
        DateTime before = DateTime.UtcNow.AddSeconds(-1);

        (bool succeeded, string[][] runs) = run.Compress(item, cached: true);

        Assert.True(succeeded);
        Assert.Single(runs);
        Assert.Equal("nnz of model", File.ReadAllText(artifact));
        Assert.InRange(File.GetLastWriteTimeUtc(artifact), before, DateTime.UtcNow.AddSeconds(1));
        Assert.EndsWith("(from the cache)", run.Engine.Shown.Last());
    }

    [Fact]
    public void TheOnnxFileThatIsAskedForComesFromTheCacheToo()
    {
        run.Write("model.onnx", "model");
        TaskItem item = TaskRun.Item("model.onnx", ("OnnxPrecision", "int8"));
        run.Compress(item, cached: true);
        string onnx = run.Prepare(item)[0].GetMetadata("Onnx");
        Assert.Equal("int8 of model", File.ReadAllText(onnx));
        File.Delete(onnx);

        Assert.Single(run.Compress(item, cached: true).Runs);
        Assert.Equal("int8 of model", File.ReadAllText(onnx));
    }

    [Fact]
    public void ReportAndLogComeFromTheCacheToo()
    {
        run.Write("model.onnx", "model");
        run.Compress(TaskRun.Item("model.onnx"), cached: true);
        string[] files = [Path.Combine(run.Output, "model.json"), Path.Combine(run.Output, "model.log")];
        string[] before = [.. files.Select(File.ReadAllText)];
        Array.ForEach(files, File.Delete);

        Assert.Single(run.Compress(TaskRun.Item("model.onnx"), cached: true).Runs);
        Assert.Equal(before, files.Select(File.ReadAllText));
    }

    [Theory]
    [InlineData("model.onnx", "another", "0.5", 2)]
    [InlineData("data/x.npy", "2", "0.5", 2)]
    [InlineData("data/y.npy", "", "0.5", 2)]
    [InlineData("other.txt", "", "0.02", 2)]
    [InlineData("other.txt", "", "0.5", 1)]
    public void WhateverTheResultDependsOnIsInTheKey(string changed, string text, string budget, int expectedRuns)
    {
        run.Write("model.onnx", "model");
        run.Write("data/x.npy", "1");
        run.Compress(TaskRun.Item("model.onnx", ("Data", "data"), ("AccuracyBudget", "0.5")), cached: true);
        run.Write(changed, text);

        Assert.Equal(expectedRuns, run.Compress(TaskRun.Item("model.onnx", ("Data", "data"), ("AccuracyBudget", budget)), cached: true).Runs.Length);
    }

    [Fact]
    public void ThreadsAreNotInTheKey()
    {
        run.Write("model.onnx", "model");
        run.Compress(TaskRun.Item("model.onnx", ("Threads", "1")), cached: true);

        Assert.Single(run.Compress(TaskRun.Item("model.onnx", ("Threads", "2")), cached: true).Runs);
    }

    [Fact]
    public async System.Threading.Tasks.Task ConcurrentBuildsOfOneModelRunTheToolOnce()
    {
        run.Write("model.onnx", "slow");
        ITaskItem prepared = run.Prepare(TaskRun.Item("model.onnx"))[0];

        bool[] results = await System.Threading.Tasks.Task.WhenAll(Enumerable.Range(0, 4).Select(_ => System.Threading.Tasks.Task.Run(() =>
        {
            using CompressModel task = run.Compression(prepared, cached: true);
            return task.Execute();
        })));

        Assert.All(results, Assert.True);
        Assert.Single(TaskRun.Runs(prepared));
    }

    [Fact]
    public void OldEntriesLeaveAndTheYoungestStay()
    {
        for (int i = 0; i < 12; i++)
        {
            run.Write("model.onnx", $"model {i}");
            run.Compress(TaskRun.Item("model.onnx"), cached: true);
        }

        string[] entries = Directory.GetFileSystemEntries(Path.Combine(run.Cache, "model.onnx"));
        Assert.Equal(8, entries.Length);
        run.Write("model.onnx", "model 5");
        Assert.Equal(12, run.Compress(TaskRun.Item("model.onnx"), cached: true).Runs.Length);
        run.Write("model.onnx", "model 3");
        Assert.Equal(13, run.Compress(TaskRun.Item("model.onnx"), cached: true).Runs.Length);
    }

    [Fact]
    public void ADamagedEntryIsMadeAnew()
    {
        run.Write("model.onnx", "model");
        run.Compress(TaskRun.Item("model.onnx"), cached: true);
        string entry = Directory.GetDirectories(Path.Combine(run.Cache, "model.onnx")).Single();
        File.Delete(Path.Combine(entry, "artifact.nnz"));

        (bool succeeded, string[][] runs) = run.Compress(TaskRun.Item("model.onnx"), cached: true);

        Assert.True(succeeded);
        Assert.Equal(2, runs.Length);
    }
}
