using System.Diagnostics;

namespace NNCompress.Tool.Tests;

public sealed class ShimTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_written_sources_decode_the_model_in_a_program_that_references_nothing()
    {
        string model = folder.File("my-model.onnx");
        await File.WriteAllBytesAsync(model, OnnxBytes.Dense(16, 12, 3));
        ToolRun run = ToolRun.Of("encode", model, "-o", folder.File("app/my-model.nnz"), "--shim", folder.File("app"), "--namespace", "App.Nets", "--class-name", "Tiny");
        Assert.Equal((0, ""), (run.Exit, string.Join('\n', run.ErrorLines.Where(l => l.StartsWith("error", StringComparison.Ordinal)))));
        Assert.Equal(["NNCompress.Runtime.g.cs", "Tiny.g.cs", "my-model.nnz"], Directory.GetFiles(folder.File("app")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(0, ToolRun.Of("decode", folder.File("app/my-model.nnz"), "-o", folder.File("decoded.onnx")).Exit);

        await File.WriteAllTextAsync(folder.File("app/app.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <LangVersion>7.3</LangVersion>
              </PropertyGroup>
              <ItemGroup>
                <EmbeddedResource Include="my-model.nnz" LogicalName="my-model.nnz" />
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(folder.File("app/Program.cs"), """
            internal static class Program
            {
                private static void Main(string[] args)
                {
                    System.IO.File.WriteAllBytes(args[0], App.Nets.Tiny.ReadOnnx());
                }
            }
            """);
        await Dotnet("run", "--project", folder.File("app/app.csproj"), "--", folder.File("shim.onnx"));
        Assert.Equal(await File.ReadAllBytesAsync(folder.File("decoded.onnx")), await File.ReadAllBytesAsync(folder.File("shim.onnx")));
    }

    [Theory]
    [InlineData("--class-name", "class")]
    [InlineData("--class-name", "ReadOnnx")]
    [InlineData("--namespace", "App.namespace")]
    public void Names_that_csharp_keeps_for_itself_are_refused_before_the_work(string option, string name)
    {
        string model = folder.File("m.onnx");
        File.WriteAllBytes(model, OnnxBytes.Dense(16, 12, 3));
        ToolRun run = ToolRun.Of("encode", model, "-o", folder.File("m.nnz"), "--shim", folder.File("shim"), option, name);
        Assert.Equal(1, run.Exit);
        Assert.StartsWith("error NNC1002: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal([model], Directory.GetFileSystemEntries(folder.Path));
    }

    private static async Task Dotnet(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        await process.WaitForExitAsync().WaitAsync(Limit);
        Assert.True(process.ExitCode == 0, $"{output}\n{await error}");
    }
}
