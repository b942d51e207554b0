using Microsoft.Build.Framework;

namespace NNCompress.MSBuild.Tests;

public sealed class CompressModelTests : IDisposable
{
    private readonly TaskRun run = new();

    public void Dispose() => run.Dispose();

    [Theory]
    [InlineData("plain")]
    [InlineData("two words")]
    [InlineData("semi;colon")]
    [InlineData("@at")]
    [InlineData("(round) [square] {curly}")]
    [InlineData("größe-模型-é")]
    [InlineData("100%25 $(x) @(y) %(z) 'q' & | ~ # !")]
    public void OddPathsArriveUnchanged(string name)
    {
        using TaskRun odd = new(name);
        odd.Write($"{name}.onnx", "model");
        odd.Write($"data {name}/x.npy", "data");

        (bool succeeded, string[][] runs) = odd.Compress(TaskRun.Item($"{name}.onnx", ("Data", $"data {name}"), ("LabelColumn", name)));

        Assert.True(succeeded, string.Join("\n", odd.Engine.Errors.Select(e => e.Message)));
        Assert.Equal(Path.Combine(odd.Folder, $"{name}.onnx"), runs[0][1]);
        Assert.Contains($"--data={Path.Combine(odd.Folder, $"data {name}")}", runs[0]);
        Assert.Contains($"--label-column={name}", runs[0]);
        Assert.Equal("nnz of model", File.ReadAllText(Path.Combine(odd.Output, $"{name}.nnz")));
    }

    [Theory]
    [InlineData("quote\"inside")]
    [InlineData("back\\slash \\")]
    [InlineData("\\\\\"\\ ")]
    public void QuotesAndBackslashesInValuesArriveUnchanged(string value)
    {
        run.Write("model.onnx", "model");

        (bool succeeded, string[][] runs) = run.Compress(TaskRun.Item("model.onnx", ("LabelColumn", value)));

        Assert.True(succeeded, string.Join("\n", run.Engine.Errors.Select(e => e.Message)));
        Assert.Contains($"--label-column={value.Trim()}", runs[0]);
    }

    [Fact]
    public void OneSummaryLineIsShownAndTheCommandIsNot()
    {
        run.Write("model.onnx", "model");

        run.Compress(TaskRun.Item("model.onnx"));

        Assert.Equal([$"compress {Path.Combine(run.Folder, "model.onnx")}: größe 10 to 5 bytes"], run.Engine.Shown);
        Assert.Contains(run.Engine.Messages, m => m is TaskCommandLineEventArgs { Importance: MessageImportance.Low });
    }

    [Theory]
    [InlineData("model", MessageImportance.Normal)]
    [InlineData("budget", MessageImportance.High)]
    public void ReportAndLogAreNamedAfterSuccessAndStandOutAfterFailure(string text, MessageImportance importance)
    {
        run.Write("model.onnx", text);

        run.Compress(TaskRun.Item("model.onnx"));

        string report = Path.Combine(run.Output, "model.json"), log = Path.Combine(run.Output, "model.log");
        BuildMessageEventArgs message = Assert.Single(run.Engine.Messages, m => m.Message?.EndsWith($"report {report}, log {log}", StringComparison.Ordinal) == true);
        Assert.Equal(importance, message.Importance);
        Assert.Equal($"report of {text}", File.ReadAllText(report));
        Assert.Contains(text == "model" ? "search 50 %" : "error NNC3001", File.ReadAllText(log));
    }

    [Fact]
    public void AReportOfAnEarlierRunDoesNotOutliveIt()
    {
        run.Write("model.onnx", "model");
        run.Compress(TaskRun.Item("model.onnx"));
        run.Write("model.onnx", "crash");

        run.Compress(TaskRun.Item("model.onnx"));

        Assert.False(File.Exists(Path.Combine(run.Output, "model.json")));
    }

    [Theory]
    [InlineData("budget", "NNC3001")]
    [InlineData("crash", "MSB6006")]
    [InlineData("silent", "NNC1042")]
    public void EveryFailureIsExactlyOneError(string text, string code)
    {
        string model = run.Write("model.onnx", text);

        Assert.False(run.Compress(TaskRun.Item("model.onnx"), cached: true).Succeeded);

        Assert.Equal([code], run.Engine.Errors.Select(e => e.Code));
        Assert.Empty(run.Engine.Warnings);
        if (code.StartsWith("NNC", StringComparison.Ordinal))
            Assert.Equal(model, run.Engine.Errors.First().File);
    }

    [Fact]
    public void APageIsKeptInTheCacheAndGoesWhereEachBuildWantsIt()
    {
        run.Write("model.onnx", "model");

        run.Compress(TaskRun.Item("model.onnx"), cached: true);
        run.Compress(TaskRun.Item("model.onnx", ("Report", "first.html")), cached: true);
        (bool succeeded, string[][] runs) = run.Compress(TaskRun.Item("model.onnx", ("Report", "second.html")), cached: true);

        Assert.True(succeeded);
        Assert.Equal(["--report=" + Path.Combine(run.Folder, "first.html")], runs.Select(r => r.SingleOrDefault(a => a.StartsWith("--report", StringComparison.Ordinal))).OfType<string>());
        Assert.Equal(2, runs.Length);
        Assert.Equal("page of model", File.ReadAllText(Path.Combine(run.Folder, "second.html")));
    }

    [Fact]
    public void TheCacheKnowsAnEvaluatorByItsFilesToo()
    {
        run.Write("model.onnx", "model");
        (string, string) evaluator = ("Evaluator", "sh judge.sh {model}");

        run.Write("judge.sh", "echo 1");
        run.Compress(TaskRun.Item("model.onnx", evaluator), cached: true);
        Assert.Single(run.Compress(TaskRun.Item("model.onnx", evaluator), cached: true).Runs);
        run.Write("judge.sh", "echo 2");
        Assert.Equal(2, run.Compress(TaskRun.Item("model.onnx", evaluator), cached: true).Runs.Length);
    }

    [Fact]
    public void AFailureKeepsTheLastGoodArtifactAndIsNotCached()
    {
        run.Write("model.onnx", "model");
        run.Compress(TaskRun.Item("model.onnx"), cached: true);
        run.Write("model.onnx", "budget");

        run.Compress(TaskRun.Item("model.onnx"), cached: true);
        (bool succeeded, string[][] runs) = run.Compress(TaskRun.Item("model.onnx"), cached: true);

        Assert.False(succeeded);
        Assert.Equal(3, runs.Length);
        Assert.Equal("nnz of model", File.ReadAllText(Path.Combine(run.Output, "model.nnz")));
    }

    [Fact]
    public void TheToolsWarningsAreTheBuilds()
    {
        run.Write("model.onnx", "warn");

        Assert.True(run.Compress(TaskRun.Item("model.onnx")).Succeeded);

        Assert.Equal("NNC2021", Assert.Single(run.Engine.Warnings).Code);
    }

    [Fact]
    public void AMissingHostIsAnError()
    {
        run.Write("model.onnx", "model");
        using CompressModel task = run.Compression(run.Prepare(TaskRun.Item("model.onnx"))[0]);
        task.DotNetHost = Path.Combine(run.Folder, "no-dotnet");

        Assert.False(task.Execute());
        Assert.Single(run.Engine.Errors);
    }
}
