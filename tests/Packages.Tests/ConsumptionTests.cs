namespace Packages.Tests;

[Collection(PackagesFixture.Collection)]
public sealed class ConsumptionTests
{
    [Fact]
    public void OddPathsAndTheStrictestCompilerAreNoObstacle()
    {
        const string Odd = "m ö;(d) @é l";
        Consumer app = new(
            items: """<PruneModel Include="m ö%3B(d) @é l.onnx" Data="dät a%3B(1)" ClassName="Odd" Namespace="Deep.Names" AccuracyBudget="20" />""",
            properties: "<TreatWarningsAsErrors>true</TreatWarningsAsErrors><AnalysisMode>All</AnalysisMode><EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>"
                + "<Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><IsAotCompatible>true</IsAotCompatible><NoWarn>$(NoWarn);CA1303</NoWarn>",
            program: """Console.WriteLine($"{Deep.Names.Odd.ReadOnnx().Length}");""",
            folderName: "päth (with) @ all");
        File.Move(app.PathOf("first.onnx"), app.PathOf($"{Odd}.onnx"));
        Directory.CreateDirectory(app.PathOf("dät a;(1)"));
        File.Move(app.PathOf("first.csv"), app.PathOf("dät a;(1)/x y.csv"));

        Assert.Equal([$"{Odd}.onnx"], app.MustBuild().Compressed);
        Assert.Matches("^[1-9][0-9]+$", app.RunProgram()[0]);
        Assert.Empty(app.MustBuild().Compressed);
    }

    [Fact]
    public void WithoutEmbeddingTheArtifactStandsBesideTheProgram()
    {
        Consumer app = new("""<PruneModel Include="first.onnx" Embed="false" Data="first.csv" AccuracyBudget="20" />""", program: """
            System.Console.WriteLine(App.First.ReadOnnx().Length + " " + typeof(App.First).Assembly.GetManifestResourceNames().Length);
            """);

        app.MustBuild();
        app.MustBuild("publish", "-o", app.PathOf("published"));

        Assert.Matches("^[1-9][0-9]+ 0$", app.RunProgram()[0]);
        Assert.True(File.Exists(app.PathOf("bin/Debug/net10.0/App.First.nnz")));
        Assert.True(File.Exists(app.PathOf("published/App.First.nnz")));
    }

    [Fact]
    public void AnotherLanguageThanCSharpIsRefused()
    {
        Consumer app = new(program: null);
        File.Move(app.PathOf("App.csproj"), app.PathOf("App.vbproj"));

        BuildOutcome outcome = app.Build();

        Assert.Equal(["NNC1043"], outcome.ErrorCodes);
        Assert.Empty(outcome.Compressed);
    }

    [Fact]
    public void PropertiesGiveDefaultsToAllModels()
    {
        Consumer app = new("""<PruneModel Include="*.onnx" />""", "<NNCompressData>first.csv</NNCompressData><NNCompressAccuracyBudget>100</NNCompressAccuracyBudget>");

        Assert.Equal(["first.onnx", "second.onnx"], app.MustBuild().Compressed);
    }

    [Fact]
    public void AnIdeIsGivenThePropertyPageAndTheBuildAction()
    {
        Consumer app = new();
        app.MustBuild("restore");

        (int exitCode, string output) = Dotnet.Run(app.Folder, "msbuild", "App.csproj", "-getItem:PropertyPageSchema", "-getItem:AvailableItemName", "-nr:false");

        Assert.True(exitCode == 0, output);
        string page = Path.Combine(PackagesFixture.PackagesFolder, "nncompress.msbuild", PackagesFixture.Version, "build", "PruneModel.xaml");
        Assert.Contains($"\"Identity\": \"{page}\"", output);
        Assert.Contains("\"Context\": \"File;BrowseObject\"", output);
        Assert.Contains("\"Identity\": \"PruneModel\"", output);
        Assert.True(File.Exists(page), page);
    }

    [Fact]
    public void ThePackageIsForDevelopmentOnly()
    {
        Consumer app = new();
        app.MustBuild();

        Assert.DoesNotContain(Directory.GetFiles(app.PathOf("bin/Debug/net10.0")), f => Path.GetFileName(f).StartsWith("NNCompress", StringComparison.Ordinal));
        Assert.DoesNotContain("NNCompress", File.ReadAllText(app.PathOf("bin/Debug/net10.0/App.deps.json")));
    }
}
