namespace NNCompress.Tool.Projects;

/// <summary>The ways in which a project cannot be set up: a method each, numbered as in ERRORS.md.</summary>
internal static class ProjectError
{
    public static NncException None(string folder) =>
        new("NNC1130", folder, "there is no .csproj here: change to the folder of a project, or name one with --project PATH. dotnet new console makes one.");

    public static NncException Missing(string path) =>
        new("NNC1130", path, "the project does not exist: check the path; relative paths start at the current folder.");

    public static NncException Several(string folder, IEnumerable<string> names) =>
        new("NNC1131", folder, $"there are several projects here, {string.Join(", ", names)}: name one with --project PATH.");

    public static NncException Malformed(string path, string cause) =>
        new("NNC1132", path, $"the file cannot be read as an MSBuild file: {cause.ReplaceLineEndings(" ").Trim()} Correct it, or give another project.");

    public static NncException NotSdkStyle(string path) =>
        new("NNC1133", path, "the project is not of the SDK's style, which PackageReference and generated classes need: convert it (<Project Sdk=\"Microsoft.NET.Sdk\">), or put the model into a library of that style.");

    public static NncException NotCSharp(string path) =>
        new("NNC1043", path, "PruneModel generates C#, and this is no .csproj: put the models into a C# library and reference that.");

    public static NncException Outside(string path, string project) =>
        new("NNC1134", path, $"the file has no folder in common with the project '{project}', so that no other machine would find it: copy it into the project's folder.");
}
