using System.Text;
using Microsoft.Build.Framework;

namespace NNCompress.MSBuild.Tests;

public sealed class PrepareModelsTests : IDisposable
{
    private readonly TaskRun run = new();

    public void Dispose() => run.Dispose();

    [Theory]
    [InlineData("model", "Model")]
    [InlineData("fashion-mlp-300-150", "FashionMlp300_150")]
    [InlineData("LeNet.v2", "LeNetV2")]
    [InlineData("3d net", "Model3dNet")]
    [InlineData("größe", "Größe")]
    [InlineData("___", "Model")]
    public void ClassNamesComeFromFileNames(string fileName, string expected)
    {
        ITaskItem prepared = run.Prepare(TaskRun.Item($"{fileName}.onnx"))[0];

        Assert.Equal(expected, prepared.GetMetadata("ClassName"));
        Assert.Equal("My.App", prepared.GetMetadata("Namespace"));
        Assert.Equal($"My.App.{expected}.nnz", prepared.GetMetadata("ResourceName"));
    }

    [Theory]
    [InlineData("Namespace", "My.")]
    [InlineData("Namespace", "My App")]
    [InlineData("ClassName", "2nd")]
    [InlineData("ClassName", "class")]
    public void NamesThatAreNoIdentifiersAreRefused(string metadatum, string value)
    {
        Assert.False(run.Preparation(TaskRun.Item("model.onnx", (metadatum, value))).Execute());

        Assert.Equal("NNC1040", Assert.Single(run.Engine.Errors).Code);
    }

    [Fact]
    public void TwoModelsOfOneClassAreRefused()
    {
        Assert.False(run.Preparation(TaskRun.Item("a/model.onnx"), TaskRun.Item("b/model.onnx")).Execute());

        Assert.Equal("NNC1041", Assert.Single(run.Engine.Errors).Code);
    }

    [Fact]
    public void ModelsOfOneFileNameHaveOutputsOfTheirOwn()
    {
        ITaskItem[] prepared = run.Prepare(TaskRun.Item("a/model.onnx"), TaskRun.Item("b/model.onnx", ("ClassName", "Other")));

        Assert.Equal(["My.App.Model.nnz", "My.App.Other.nnz"], prepared.Select(p => Path.GetFileName(p.GetMetadata("Artifact"))));
    }

    [Fact]
    public void InputsAreTheModelItsSideFilesTheDataTheOptionsAndTheTool()
    {
        string longName = new string('w', 150) + ".bin";
        byte[] model = [1, 0x0A, 0x0A, 8, .. "location"u8, 0x12, 6, .. "w.data"u8, 9, 0x0A, 8, .. "location"u8, 0x12, 154, 1, .. Encoding.ASCII.GetBytes(longName), 0x0A, 8, .. "location"u8];
        File.WriteAllBytes(run.Write("model.onnx", ""), model);
        run.Write("w.data", "weights");
        run.Write(longName, "weights");
        run.Write("set;1/b.npy", "");
        run.Write("set;1/a.npy", "");
        run.Write("cal-images.idx", "");
        run.Write("cal-labels.idx", "");

        ITaskItem prepared = run.Prepare(TaskRun.Item("model.onnx", ("Data", "set;1"), ("CalibrationData", "cal-images.idx")))[0];

        string[] expected = [.. new[] { "model.onnx", "w.data", longName, "set%3b1/a.npy", "set%3b1/b.npy", "cal-images.idx", "cal-labels.idx", "obj/nncompress/model.args.cache" }
            .Select(n => $"{run.Folder}/{n}"), TaskRun.FakeTool];
        Assert.Equal(expected, ((ITaskItem2)prepared).GetMetadataValueEscaped("InputFiles").Split(';'));
    }

    [Theory]
    [InlineData(0)]
    [InlineData((1 << 20) - 8)]
    [InlineData((1 << 20) - (1 << 16) - 1)]
    [InlineData((3 << 20) - 21)]
    public void SideFilesAreFoundWhereverTheModelNamesThem(int before)
    {
        byte[] entry = [0x0A, 8, .. "location"u8, 0x12, 6, .. "w.data"u8];
        File.WriteAllBytes(run.Write("model.onnx", ""), [.. new byte[before], .. entry, .. new byte[70_000], .. entry]);
        run.Write("w.data", "weights");

        string[] inputs = run.Prepare(TaskRun.Item("model.onnx"))[0].GetMetadata("InputFiles").Split(';');

        Assert.Single(inputs, $"{run.Folder}/w.data");
    }

    [Fact]
    public void FilesThatTheEvaluatorNamesAreInputs()
    {
        foreach (string name in new[] { "model.onnx", "tools/judge it.py", "settings.json", "python3" })
            run.Write(name, "");

        ITaskItem prepared = run.Prepare(TaskRun.Item("model.onnx", ("Evaluator", $"sh -c \"tools/judge it.py\" {{model}} 'settings.json' {run.Folder}/settings.json nowhere.json tools {{role}}")))[0];

        string[] expected = [.. new[] { "model.onnx", "tools/judge it.py", "settings.json", "obj/nncompress/model.args.cache" }.Select(n => $"{run.Folder}/{n}"), TaskRun.FakeTool];
        Assert.Equal(expected, prepared.GetMetadata("InputFiles").Split(';'));
    }

    [Fact]
    public void TheOptionsFileChangesWithTheOptionsAndTheNamesOfDataFilesOnly()
    {
        run.Write("model.onnx", "model");
        run.Write("data/a.npy", "");
        string file = Path.Combine(run.Output, "model.args.cache");
        run.Prepare(TaskRun.Item("model.onnx", ("Data", "data")));
        DateTime old = DateTime.UtcNow.AddHours(-1);

        Assert.False(Changes(("Data", "data")));
        Assert.False(Changes(("Data", "data"), ("Threads", "3"), ("ClassName", "Other")));
        Assert.True(Changes(("Data", "data"), ("AccuracyBudget", "0.02")));
        run.Write("data/b.npy", "");
        Assert.True(Changes(("Data", "data"), ("AccuracyBudget", "0.02")));

        bool Changes(params (string, string)[] metadata)
        {
            File.SetLastWriteTimeUtc(file, old);
            run.Prepare(TaskRun.Item("model.onnx", metadata));
            return File.GetLastWriteTimeUtc(file) > old.AddMinutes(1);
        }
    }
}
