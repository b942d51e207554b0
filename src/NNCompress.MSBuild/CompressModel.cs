using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace NNCompress.MSBuild;

/// <summary>Runs the tool on one model, or takes the artifact from the cache. The tool's own diagnostics become the build's.</summary>
public sealed class CompressModel : ToolTask, IDisposable
{
    private readonly CancellationTokenSource cancellation = new();
    private readonly StringBuilder said = new();
    private string summary = "";

    /// <summary>An item from <see cref="PrepareModels"/>.</summary>
    [Required]
    public ITaskItem? Model { get; set; }

    /// <summary>What relative paths in metadata are relative to.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>The tool's assembly, run by <see cref="DotNetHost"/>.</summary>
    [Required]
    public string ToolAssembly { get; set; } = "";

    /// <summary>Folders with plug-ins by name, which packages beside this one add; the tool finds them by the environment.</summary>
    public string[]? PluginFolders { get; set; }

    /// <summary>The dotnet executable; by default the one on the path.</summary>
    public string? DotNetHost { get; set; }

    /// <summary>Folder of artifacts by content; none for no cache.</summary>
    public string? CacheFolder { get; set; }

    protected override string ToolName => Path.DirectorySeparatorChar == '\\' ? "dotnet.exe" : "dotnet";

    protected override Encoding StandardOutputEncoding => Encoding.UTF8;

    protected override Encoding StandardErrorEncoding => Encoding.UTF8;

    // The report comes on standard output, progress and diagnostics on standard error: the importance tells them apart.
    protected override MessageImportance StandardOutputLoggingImportance => MessageImportance.Normal;

    protected override MessageImportance StandardErrorLoggingImportance => MessageImportance.Low;

    private ModelFiles Files => new(Model!);

    public override bool Execute()
    {
        try
        {
            (ArtifactCache cache, IDisposable claim)? shared = OpenCache();
            using (shared?.claim)
            {
                if (shared?.cache.Fetch(Files) is { } stored)
                {
                    Tell(MessageImportance.High, $"{stored} (from the cache)");
                    Tell(MessageImportance.Normal, Files.Places);
                    return true;
                }
                bool done = Run();
                if (done)
                    shared?.cache.Store(Files, summary);
                return done;
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.LogError(null, "NNC2003", null, Model!.ItemSpec, 0, 0, 0, 0, "cannot write the artifact or the cache: {0} Make the project's intermediate folder writable.", e.Message);
            return false;
        }
    }

    public override void Cancel()
    {
        cancellation.Cancel();
        base.Cancel();
    }

    public void Dispose() => cancellation.Dispose();

    protected override string GenerateFullPathToTool() => string.IsNullOrEmpty(DotNetHost) ? ToolName : DotNetHost!;

    protected override string GenerateCommandLineCommands() => CommandLine.Join(Arguments());

    // The base turns backslashes into slashes outside Windows, even those that quote.
    protected override string AdjustCommandsForOperatingSystem(string input) => input;

    protected override void LogToolCommand(string message) => Log.LogCommandLine(MessageImportance.Low, message);

    protected override void LogEventsFromTextOutput(string singleLine, MessageImportance messageImportance)
    {
        // The last line of the report sums up; it is shown when the tool has succeeded.
        if (messageImportance == StandardOutputLoggingImportance && !string.IsNullOrWhiteSpace(singleLine))
            summary = singleLine.Trim();
        lock (said)
            said.AppendLine(singleLine);
        base.LogEventsFromTextOutput(singleLine, messageImportance);
    }

    private IEnumerable<string> Arguments() =>
        new[] { ToolAssembly, "compress", Model!.ItemSpec }
            .Concat(ModelOptions.Arguments(Model, ProjectFolder))
            .Concat([$"--output={Files.Artifact}", $"--json={Files.Report}", "--log-format=msbuild"]);

    private bool Run()
    {
        if (PluginFolders is { Length: > 0 } folders)
            EnvironmentVariables = [$"{PluginFiles.Variable}={PluginFiles.Joined(folders)}"];
        ModelFiles files = Files;
        Directory.CreateDirectory(Path.GetDirectoryName(files.Artifact)!);
        // Those of an earlier run tell nothing of this one.
        File.Delete(files.Report);
        if (files.Page.Length > 0)
            File.Delete(files.Page);
        DateTime started = DateTime.UtcNow;
        bool done = base.Execute();
        OutputFile.Write(files.Log, Encoding.UTF8.GetBytes(said.ToString()));
        if (!done)
        {
            Tell(MessageImportance.High, $"{Model!.ItemSpec}: {files.Places}");
            return false;
        }
        if (files.Required.FirstOrDefault(f => !File.Exists(f)) is { } missing)
        {
            Log.LogError(null, "NNC1042", null, Model!.ItemSpec, 0, 0, 0, 0, "the tool '{0}' has ended without writing '{1}': check the property NNCompressToolAssembly.", ToolAssembly, missing);
            return false;
        }
        // Identical bytes need not have been written anew, but the build must see an output newer than its inputs.
        if (File.GetLastWriteTimeUtc(files.Artifact) < started)
            File.SetLastWriteTimeUtc(files.Artifact, started);
        Tell(MessageImportance.High, summary);
        Tell(MessageImportance.Normal, files.Places);
        return true;
    }

    private void Tell(MessageImportance importance, string text) => Log.LogMessage(importance, "{0}", text);

    /// <summary>The claimed cache entry of what is asked for; null without a cache, and where an input cannot be read, which the tool tells best.</summary>
    private (ArtifactCache Cache, IDisposable Claim)? OpenCache()
    {
        if (string.IsNullOrEmpty(CacheFolder))
            return null;
        string key;
        try
        {
            key = Key();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.LogMessage(MessageImportance.Low, "The cache is not used: {0}", e.Message);
            return null;
        }
        ArtifactCache cache = new(Path.Combine(CacheFolder, Path.GetFileName(Model!.ItemSpec)), key);
        return (cache, cache.Claim(cancellation.Token));
    }

    /// <summary>A hash of everything that the result depends on: the tool, the model, the options, the data.</summary>
    private string Key()
    {
        using ContentHash hash = new();
        string toolFolder = Path.GetDirectoryName(Path.GetFullPath(ToolAssembly))!;
        foreach (string assembly in Directory.GetFiles(toolFolder, "*.dll").OrderBy(f => f, StringComparer.Ordinal))
            hash.AddFile(assembly);
        foreach (string file in InputFiles.OfModel(Model!.ItemSpec))
            hash.AddFile(file);
        foreach (KeyValuePair<ModelOption, string> given in ModelOptions.Given(Model, ProjectFolder).Where(given => given.Key.Kind != OptionKind.Resource))
        {
            hash.Add(given.Key.Name);
            // Where a page goes shapes nothing; that there is one decides what an entry must hold.
            if (given.Key.Kind is OptionKind.Value or OptionKind.Flag or OptionKind.Command || (given.Key.Kind == OptionKind.Plugin && !PluginFiles.IsPath(given.Value)))
                hash.Add(given.Value);
            else if (given.Key.Kind == OptionKind.Path)
                InputFiles.OfData(given.Value).ToList().ForEach(hash.AddFile);
            if (given.Key.Kind == OptionKind.Command)
                InputFiles.OfCommand(given.Value, ProjectFolder).ToList().ForEach(hash.AddFile);
            if (given.Key.Kind == OptionKind.Plugin)
                PluginFiles.Of(given.Value, PluginFolders ?? []).ToList().ForEach(hash.AddFile);
        }
        return hash.Finish();
    }
}
