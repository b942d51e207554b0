using System.Text;
using NNCompress.Tool.CommandLine;
using NNCompress.Tool.Output;
using NNCompress.Tool.Projects;

namespace NNCompress.Tool.Tests.Projects;

/// <summary>A temporary folder with a project that init sets up, a model and data beside it.</summary>
internal sealed class ProjectFolder : IDisposable
{
    public const string Version = "1.2.3-test";

    private readonly TemporaryFolder folder = new();

    public ProjectFolder()
    {
        Write("model.onnx", "model");
        Directory.CreateDirectory(PathOf("val"));
    }

    public string PathOf(string name) => folder.File(name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] content)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Read(string name) => File.ReadAllText(PathOf(name));

    /// <summary>Runs init in this folder, with the model that lies there.</summary>
    /// <param name="options">Further arguments; <c>@</c> at the beginning of one stands for the folder.</param>
    public IReadOnlyList<string> Init(params string[] options) => InitModel("model.onnx", options);

    public IReadOnlyList<string> InitModel(string model, params string[] options)
    {
        string[] arguments = ["init", PathOf(model), .. options.Select(o => o.StartsWith('@') ? PathOf(o[1..]) : o)];
        return new ProjectSetup(folder.Path, Version).Run(CommandLineParser.Parse(Arguments.Expand(arguments), new ParserConsole())!);
    }

    public NncException Fails(params string[] options) => Assert.Throws<NncException>(() => Init(options));

    public void Dispose() => folder.Dispose();
}
