using System.Diagnostics;

namespace Plugins;

/// <summary>Runs the dotnet command in the repository's folder.</summary>
internal static class Dotnet
{
    public static string Root { get; } = FindRoot();

    /// <returns>The exit code, and all that was written.</returns>
    public static (int Exit, string Output) Run(params string[] arguments)
    {
        Console.Error.WriteLine($"dotnet {string.Join(' ', arguments)}");
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "dotnet-nncompress.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("This program must be built inside the repository.");
    }
}
