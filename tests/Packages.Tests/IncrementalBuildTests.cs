using Microsoft.Build.Logging.StructuredLogger;

namespace Packages.Tests;

[Collection(PackagesFixture.Collection)]
public sealed class IncrementalBuildTests
{
    private static readonly string[] Both = ["first.onnx", "second.onnx"];

    [Fact]
    public void TheFirstBuildCompressesAndEmbedsAndTheSecondDoesNothing()
    {
        Consumer app = new();

        BuildOutcome first = app.MustBuild();
        Assert.Equal(Both, first.Compressed);
        Assert.All(Both, model => AssertTold(app, first, Path.GetFileNameWithoutExtension(model)));
        string[] printed = app.RunProgram();
        Assert.Empty(app.MustBuild().Compressed);

        Assert.Matches("^first [1-9][0-9]+ 16$", printed[0]);
        Assert.Matches("^second [1-9][0-9]+ 16$", printed[1]);
        Assert.Equal(printed, app.RunProgram());
        Assert.InRange(new FileInfo(Path.Combine(app.Intermediate, "first.nnz")).Length, 50, new FileInfo(app.PathOf("first.onnx")).Length);
    }

    /// <summary>What a build says of a model: the summary in its usual output, and in the log where report and log of the tool lie.</summary>
    private static void AssertTold(Consumer app, BuildOutcome outcome, string model)
    {
        Assert.Matches($@"{model}\.onnx → {model}\.nnz [0-9.]+ (k?B|bytes) → [0-9.]+ (k?B|bytes) \([0-9.]+×\), 100.00 % → [0-9.]+ %", outcome.Output);
        string[] files = [Path.Combine(app.Intermediate, $"{model}.json"), Path.Combine(app.Intermediate, $"{model}.log")];
        Assert.All(files, f => Assert.True(File.Exists(f), f));
        Assert.NotEmpty(outcome.Log.FindChildrenRecursive<Message>(m => files.All(f => m.Text?.Contains(f, StringComparison.Ordinal) == true)));
        Assert.DoesNotContain(files[1], outcome.Output);
    }

    [Fact]
    public void AnotherBudgetCompressesThatModelAgainAndBackAgainComesFromTheCache()
    {
        Consumer app = new();
        app.MustBuild();

        BuildOutcome changed = app.MustBuild("-p:Budget=40");
        BuildOutcome back = app.MustBuild();

        Assert.Equal(["first.onnx"], changed.Compressed);
        Assert.Equal(0, changed.FromCache);
        Assert.Equal(["first.onnx"], back.Compressed);
        Assert.Equal(1, back.FromCache);
    }

    [Theory]
    [InlineData("second.onnx")]
    [InlineData("second.csv")]
    public void ANewerInputCompressesItsModelOnly(string input)
    {
        Consumer app = new();
        app.MustBuild();
        File.SetLastWriteTimeUtc(app.PathOf(input), DateTime.UtcNow);

        Assert.Equal(["second.onnx"], app.MustBuild().Compressed);
        Assert.Empty(app.MustBuild().Compressed);
    }

    [Fact]
    public void CleanRemovesTheOutputsAndRebuildNeedsNoNewCompression()
    {
        Consumer app = new();
        app.MustBuild();
        Assert.NotEmpty(Directory.GetFiles(app.Intermediate));

        app.MustBuild("clean");

        Assert.Empty(Directory.Exists(app.Intermediate) ? Directory.GetFiles(app.Intermediate) : []);
        BuildOutcome rebuilt = app.MustBuild("-t:Rebuild");
        Assert.Equal(Both, rebuilt.Compressed);
        Assert.Equal(2, rebuilt.FromCache);
        Assert.Equal(2, app.RunProgram().Length);
    }

    [Fact]
    public void ManyTargetFrameworksCompressOnce()
    {
        Consumer library = new(program: null, properties: "<TargetFramework /><TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>");

        BuildOutcome outcome = library.MustBuild();

        Assert.Equal(4, outcome.Compressed.Length);
        Assert.Equal(2, outcome.FromCache);
        Assert.Equal(
            File.ReadAllBytes(library.PathOf("obj/Debug/net10.0/nncompress/first.nnz")),
            File.ReadAllBytes(library.PathOf("obj/Debug/netstandard2.0/nncompress/first.nnz")));
        Assert.Empty(library.MustBuild().Compressed);
    }

    [Fact]
    public void ADesignTimeBuildHasTheClassesAndCompressesNothing()
    {
        Consumer app = new();
        app.MustBuild("restore");

        BuildOutcome outcome = app.MustBuild("-t:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "--no-restore");

        Assert.Empty(outcome.Compressed);
        Assert.Contains("partial class First", File.ReadAllText(Path.Combine(app.Intermediate, "first.g.cs")));
        Assert.False(File.Exists(Path.Combine(app.Intermediate, "first.nnz")));
        Assert.Equal(Both, app.MustBuild().Compressed);
    }
}
