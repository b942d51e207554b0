using Microsoft.Build.Logging.StructuredLogger;

namespace Packages.Tests;

/// <summary>A user's project outside the repository, with two models, that references the packed NNCompress.MSBuild.</summary>
internal sealed class Consumer
{
    private const string PrintModels = """
        using System;
        Console.WriteLine("first " + App.First.ReadOnnx().Length + " " + App.First.ReadTensors()["w1"].Shape[1]);
        Console.WriteLine("second " + App.Second.OpenOnnx().Length + " " + App.Second.ReadTensors()["w1"].Shape[1]);
        """;

    private int logs;

    public Consumer(string? items = null, string properties = "", string? program = PrintModels, string folderName = "app")
    {
        Folder = PackagesFixture.NewFolder(folderName);
        TinyNetwork first = new(seed: 1), second = new(seed: 2);
        File.WriteAllBytes(PathOf("first.onnx"), first.Onnx());
        File.WriteAllBytes(PathOf("second.onnx"), second.Onnx());
        File.WriteAllText(PathOf("first.csv"), first.Csv(400));
        File.WriteAllText(PathOf("second.csv"), second.Csv(400));
        if (program is not null)
            File.WriteAllText(PathOf("Program.cs"), program);
        File.WriteAllText(PathOf("App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>{(program is null ? "Library" : "Exe")}</OutputType>
                <Budget>20</Budget>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="NNCompress.MSBuild" Version="{PackagesFixture.Version}" PrivateAssets="all" />
                {items ?? """
                <PruneModel Include="first.onnx" Data="first.csv" AccuracyBudget="$(Budget)" />
                <PruneModel Include="second.onnx" Data="second.csv" AccuracyBudget="20" />
                """}
              </ItemGroup>
            </Project>
            """);
    }

    public string Folder { get; }

    public string Intermediate => PathOf("obj/Debug/net10.0/nncompress");

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Runs a dotnet verb that logs to a binary log, and reads that.</summary>
    public BuildOutcome Build(params string[] arguments)
    {
        string log = PathOf($"{++logs}.binlog");
        (int exitCode, string output) = Dotnet.Run(Folder, [.. arguments.Length > 0 && !arguments[0].StartsWith('-') ? [] : new[] { "build" }, .. arguments, "-nr:false", $"-bl:{log}"]);
        return new BuildOutcome(exitCode, output, BinaryLog.ReadBuild(log));
    }

    /// <summary>A build that must succeed.</summary>
    public BuildOutcome MustBuild(params string[] arguments)
    {
        BuildOutcome outcome = Build(arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Output);
        return outcome;
    }

    /// <summary>What the built program prints.</summary>
    public string[] RunProgram()
    {
        (int exitCode, string output) = Dotnet.Run(Folder, PathOf("bin/Debug/net10.0/App.dll"));
        Assert.True(exitCode == 0, output);
        return output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}
