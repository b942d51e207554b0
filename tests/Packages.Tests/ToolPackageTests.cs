namespace Packages.Tests;

[Collection(PackagesFixture.Collection)]
public sealed class ToolPackageTests
{
    [Fact]
    public void TheToolInstallsCompressesAndDecodes()
    {
        string folder = NewFolderWithModel();
        Must(Dotnet.Run(folder, "tool", "install", "dotnet-nncompress", "--tool-path", "tools", "--version", PackagesFixture.Version));
        string tool = Path.Combine(folder, "tools", OperatingSystem.IsWindows() ? "dotnet-nncompress.exe" : "dotnet-nncompress");

        Must(Dotnet.Start(tool, folder, "compress", "model.onnx", "--data", "data.csv", "--accuracy-budget", "20", "-o", "out.nnz"));
        Must(Dotnet.Start(tool, folder, "decode", "out.nnz", "-o", "back.onnx"));
        string evaluated = Must(Dotnet.Start(tool, folder, "evaluate", "back.onnx", "--data", "data.csv"));
        (int exitCode, string output) = Dotnet.Start(tool, folder, "compress", "nowhere.onnx");

        Assert.Contains("accuracy", evaluated);
        Assert.Equal(2, exitCode);
        Assert.Contains("NNC2001", output);
    }

    [Fact]
    public void ALocalToolAnswersToItsShortName()
    {
        string folder = PackagesFixture.NewFolder("local");
        Must(Dotnet.Run(folder, "new", "tool-manifest"));
        Must(Dotnet.Run(folder, "tool", "install", "dotnet-nncompress", "--version", PackagesFixture.Version));

        Assert.Contains("compress", Must(Dotnet.Run(folder, "nncompress", "--help")));
    }

    [Fact]
    public void TheRuntimePackageOpensAnArtifact()
    {
        string folder = NewFolderWithModel();
        Must(Dotnet.Run(folder, "tool", "install", "dotnet-nncompress", "--tool-path", "tools", "--version", PackagesFixture.Version));
        Must(Dotnet.Start(Path.Combine(folder, "tools", "dotnet-nncompress"), folder, "encode", "model.onnx", "-o", "model.nnz"));
        File.WriteAllText(Path.Combine(folder, "Reader.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
              <ItemGroup><PackageReference Include="NNCompress.Runtime" Version="{PackagesFixture.Version}" /></ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), """
            var file = NNCompress.Runtime.NnzFile.Open(System.IO.File.ReadAllBytes("model.nnz"));
            System.Console.WriteLine("tensor " + string.Join("x", file.ReadTensors()["w1"].Shape));
            """);

        Assert.Contains("tensor 8x16", Must(Dotnet.Run(folder, "run")));
    }

    private static string NewFolderWithModel()
    {
        string folder = PackagesFixture.NewFolder("shell");
        TinyNetwork network = new(seed: 3);
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), network.Onnx());
        File.WriteAllText(Path.Combine(folder, "data.csv"), network.Csv(400));
        return folder;
    }

    private static string Must((int ExitCode, string Output) run)
    {
        Assert.True(run.ExitCode == 0, run.Output);
        return run.Output;
    }
}
