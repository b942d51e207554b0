namespace Packages.Tests;

[Collection(PackagesFixture.Collection)]
public sealed class FailureTests
{
    private const string Hopeless = """<PruneModel Include="first.onnx" Data="first.csv" AccuracyBudget="$(Budget)" Method="random" Ratio="0.7" />""";

    [Fact]
    public void ABudgetThatDoesNotHoldIsExactlyOneErrorEveryTime()
    {
        Consumer app = new(Hopeless, program: "class Program { static void Main() { } }");

        for (int i = 0; i < 2; i++)
        {
            BuildOutcome outcome = app.Build("-p:Budget=1");
            Assert.NotEqual(0, outcome.ExitCode);
            Assert.Equal(["NNC3001"], outcome.ErrorCodes);
            Assert.Contains($"{app.PathOf("first.onnx")} : error NNC3001: ", outcome.Output);
            Assert.False(File.Exists(Path.Combine(app.Intermediate, "first.nnz")));
        }
        Assert.Equal(["first.onnx"], app.MustBuild("-p:Budget=100").Compressed);
    }

    [Fact]
    public void ADamagedModelIsOneErrorOfTheTool()
    {
        Consumer app = new();
        File.WriteAllBytes(app.PathOf("first.onnx"), [1, 2, 3]);

        Assert.Equal(["NNC2010"], app.Build().ErrorCodes);
    }
}
