using System.Text.Json;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace NNCompress.MSBuild.Tests;

/// <summary>A temporary project folder in which the tasks run with the fake tool.</summary>
internal sealed class TaskRun : IDisposable
{
    public TaskRun(string folderName = "project")
    {
        parent = Directory.CreateTempSubdirectory("nnc-msbuild-").FullName;
        Folder = Path.Combine(parent, folderName);
        Directory.CreateDirectory(Folder);
    }

    private readonly string parent;

    public string Folder { get; }

    public string Output => Path.Combine(Folder, "obj", "nncompress") + Path.DirectorySeparatorChar;

    public string Cache => Path.Combine(Folder, "cache");

    public RecordingEngine Engine { get; } = new();

    public static string FakeTool { get; } = Path.Combine(AppContext.BaseDirectory, "FakeTool.dll");

    public string Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A <c>PruneModel</c> item as a project file gives it.</summary>
    public static TaskItem Item(string include, params (string Name, string Value)[] metadata)
    {
        TaskItem item = new(Escaping.Escape(include));
        foreach ((string name, string value) in metadata)
            item.SetMetadata(name, Escaping.Escape(value));
        return item;
    }

    public PrepareModels Preparation(params ITaskItem[] models) =>
        new() { BuildEngine = Engine, Models = models, ProjectFolder = Folder, OutputFolder = Output, ToolAssembly = FakeTool, RootNamespace = "My.App" };

    public ITaskItem[] Prepare(params ITaskItem[] models)
    {
        PrepareModels task = Preparation(models);
        Assert.True(task.Execute(), string.Join("\n", Engine.Errors.Select(e => e.Message)));
        return task.Prepared;
    }

    public CompressModel Compression(ITaskItem prepared, bool cached = false) =>
        new() { BuildEngine = Engine, Model = prepared, ProjectFolder = Folder, ToolAssembly = FakeTool, CacheFolder = cached ? Cache : null };

    /// <summary>Prepares and compresses one model.</summary>
    /// <returns>Whether the task succeeded, and the arguments of each run of the tool so far.</returns>
    public (bool Succeeded, string[][] Runs) Compress(ITaskItem model, bool cached = false)
    {
        ITaskItem prepared = Prepare(model)[0];
        using CompressModel task = Compression(prepared, cached);
        bool succeeded = task.Execute();
        return (succeeded, Runs(prepared));
    }

    public static string[][] Runs(ITaskItem prepared)
    {
        string path = Path.ChangeExtension(prepared.GetMetadata("Artifact"), ".runs");
        return File.Exists(path) ? [.. File.ReadAllLines(path).Select(l => JsonSerializer.Deserialize<string[]>(l)!)] : [];
    }

    public void Dispose() => Directory.Delete(parent, recursive: true);
}
