using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;

namespace NNCompress.MSBuild;

/// <summary>The files that a build makes of one model, as <see cref="PrepareModels"/> has placed them.</summary>
internal sealed class ModelFiles
{
    private readonly ITaskItem model;

    public ModelFiles(ITaskItem model) => this.model = model;

    public string Artifact => model.GetMetadata("Artifact");

    /// <summary>The ONNX file that was asked for; empty for none.</summary>
    public string Onnx => model.GetMetadata("Onnx");

    /// <summary>The tool's report as JSON.</summary>
    public string Report => model.GetMetadata("ReportFile");

    /// <summary>The tool's report as a page; empty where none was asked for.</summary>
    public string Page => model.GetMetadata("PageFile");

    /// <summary>All that the tool has said.</summary>
    public string Log => model.GetMetadata("LogFile");

    /// <summary>What must be there after a build.</summary>
    public IEnumerable<string> Required => new[] { Artifact, Onnx, Page }.Where(f => f.Length > 0);

    /// <summary>What the cache keeps under which name. The artifact is the last: the build takes it for the sign that all is there.</summary>
    public IEnumerable<(string Name, string Path)> Cached =>
        new[] { ("log.txt", Log), ("report.json", Report), ("report.html", Page), ("artifact.onnx", Onnx), ("artifact.nnz", Artifact) }.Where(f => f.Item2.Length > 0);

    /// <summary>Where to read more, as far as it was written.</summary>
    public string Places => string.Join(", ", new[] { ("page", Page), ("report", Report), ("log", Log) }.Where(f => File.Exists(f.Item2)).Select(f => $"{f.Item1} {f.Item2}"));
}
