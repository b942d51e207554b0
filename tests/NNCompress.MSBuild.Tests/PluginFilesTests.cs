using Microsoft.Build.Framework;

namespace NNCompress.MSBuild.Tests;

/// <summary>Engines and codecs of plug-ins in builds: found, handed on, and part of what a result depends on.</summary>
public sealed class PluginFilesTests : IDisposable
{
    private readonly TaskRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void The_tool_is_told_of_the_packages_folders()
    {
        run.Write("model.onnx", "plugins");
        ITaskItem prepared = run.Prepare(TaskRun.Item("model.onnx", ("Engine", "torchsharp"), ("Device", "cuda:0")))[0];
        using CompressModel task = run.Compression(prepared);
        task.PluginFolders = [Path.Combine(run.Folder, "a", "..", "plugins"), Path.Combine(run.Folder, "more")];
        Assert.True(task.Execute());
        string given = Path.Combine(run.Folder, "plugins") + Path.PathSeparator + Path.Combine(run.Folder, "more");
        Assert.StartsWith(given, Assert.Single(run.Engine.Warnings).Message, StringComparison.Ordinal);
        Assert.Contains("--engine=torchsharp", TaskRun.Runs(prepared)[0]);
        Assert.Contains("--device=cuda:0", TaskRun.Runs(prepared)[0]);
    }

    [Fact]
    public void A_path_is_relative_to_the_project_and_a_name_is_not()
    {
        run.Write("model.onnx", "model");
        string[][] runs = run.Compress(TaskRun.Item("model.onnx", ("Engine", "lib/My.dll"), ("JpegCodec", "imagesharp"))).Runs;
        Assert.Contains($"--engine={Path.Combine(run.Folder, "lib", "My.dll")}", runs[0]);
        Assert.Contains("--jpeg-codec=imagesharp", runs[0]);
    }

    [Theory]
    [InlineData("torchsharp")]
    [InlineData("plugins/torchsharp/Any.dll")]
    public void Another_build_of_the_plug_in_compresses_again(string engine)
    {
        run.Write("model.onnx", "model");
        run.Write("plugins/torchsharp/Any.dll", "one");
        Assert.Single(Compress(engine));
        Assert.Single(Compress(engine));
        run.Write("plugins/torchsharp/Any.dll", "two");
        Assert.Equal(2, Compress(engine).Length);
    }

    [Fact]
    public void A_builds_inputs_hold_the_plug_ins_assemblies_and_the_images_of_class_folders()
    {
        run.Write("model.onnx", "model");
        run.Write("val/cat/1.png", "");
        run.Write("val/dog/2.JPG", "");
        run.Write("val/dog/notes.txt", "");
        run.Write("plugins/torchsharp/Any.dll", "one");
        PrepareModels task = run.Preparation(TaskRun.Item("model.onnx", ("Engine", "TorchSharp"), ("Data", "val")));
        task.PluginFolders = [Path.Combine(run.Folder, "plugins")];
        Assert.True(task.Execute());
        string[] inputs = task.Prepared[0].GetMetadata("InputFiles").Split(';');
        Assert.Contains(Path.Combine(run.Folder, "plugins", "torchsharp", "Any.dll"), inputs);
        Assert.Contains(Path.Combine(run.Folder, "val", "cat", "1.png"), inputs);
        Assert.Contains(Path.Combine(run.Folder, "val", "dog", "2.JPG"), inputs);
        Assert.DoesNotContain(inputs, i => i.EndsWith("notes.txt", StringComparison.Ordinal));
    }

    private string[][] Compress(string engine)
    {
        ITaskItem prepared = run.Prepare(TaskRun.Item("model.onnx", ("Engine", engine)))[0];
        using CompressModel task = run.Compression(prepared, cached: true);
        task.PluginFolders = [Path.Combine(run.Folder, "plugins")];
        Assert.True(task.Execute());
        return TaskRun.Runs(prepared);
    }
}
