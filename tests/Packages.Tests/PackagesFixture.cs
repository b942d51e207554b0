using System.Reflection;

namespace Packages.Tests;

/// <summary>Packs once, under a version that no other run has, into a folder outside the repository.</summary>
public sealed class PackagesFixture : IDisposable
{
    public const string Collection = "packages";

    private static readonly string Root = Directory.CreateTempSubdirectory("nnc-packages-").FullName;

    public PackagesFixture()
    {
        (int exitCode, string output) = Dotnet.Run(
            RepositoryRoot, "build", "build/pack.proj", "--no-restore", "-nr:false", "-c", Metadata("Configuration"),
            "-p:NoBuild=true", $"-p:PackageVersion={Version}", $"-p:PackageOutputPath={Feed}");
        Assert.True(exitCode == 0, output);
    }

    public static string Version { get; } = $"0.1.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}";

    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    public static string Feed { get; } = Path.Combine(Root, "feed");

    public static string PackagesFolder { get; } = Path.Combine(Root, "packages");

    /// <summary>A new folder for a project, with a NuGet.config that knows our packages and, offline, what this machine has restored before.</summary>
    public static string NewFolder(string name)
    {
        string folder = Path.Combine(Directory.CreateDirectory(Path.Combine(Root, Guid.NewGuid().ToString("N")[..8])).FullName, name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "NuGet.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="{Feed}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{Metadata("NuGetPackageRoot")}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        return folder;
    }

    /// <summary>The newest version of a package that this machine has restored.</summary>
    public static string RestoredVersion(string package) =>
        Directory.GetDirectories(Path.Combine(Metadata("NuGetPackageRoot"), package)).Select(d => Path.GetFileName(d)).OrderByDescending(v => Number(v)).First();

    private static System.Version Number(string text) => System.Version.Parse(text.Split('-')[0]);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static string Metadata(string key) =>
        typeof(PackagesFixture).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
