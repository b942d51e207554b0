using System.Globalization;
using System.Text.RegularExpressions;

namespace Packages.Tests;

/// <summary>The samples as users would have them: outside the repository, with the package from a feed.</summary>
[Collection(PackagesFixture.Collection)]
public sealed class SampleTests
{
    /// <summary>Accuracy of the original network on the 2,000 test images, in percent; confirmed with ONNX Runtime.</summary>
    private const double Original = 89.85;

    [Fact]
    public void TheClassifierKeepsItsAccuracyInATwentiethOfTheBytes()
    {
        string folder = Copy("FashionClassifier");

        (int exitCode, string output) = Dotnet.Run(Path.Combine(folder, "FashionClassifier"), "run");

        Assert.True(exitCode == 0, output);
        Assert.InRange(Figure(output, "accuracy"), Original - 0.5, 100);
        Assert.InRange(Figure(output, "embedded"), 1000, new FileInfo(Path.Combine(folder, "models", "fashion-mlp-300-150.onnx")).Length / 20);
        Assert.Equal(2000, Figure(output, "test images"));
    }

    [Fact]
    public void TheBudgetThatFailsIsOneError()
    {
        string folder = Copy("BudgetFails");

        (int exitCode, string output) = Dotnet.Run(Path.Combine(folder, "BudgetFails"), "build", "-nr:false");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("1 Error(s)", output);
        Assert.Contains("fashion-mlp-300-150.onnx : error NNC3001: ", output);
    }

    private static string Copy(string sample)
    {
        string samples = Path.Combine(PackagesFixture.RepositoryRoot, "samples");
        string folder = PackagesFixture.NewFolder("samples");
        foreach (string part in new[] { sample, "models", "data/fashion" })
        {
            Directory.CreateDirectory(Path.Combine(folder, part));
            foreach (string file in Directory.GetFiles(Path.Combine(samples, part)))
                File.Copy(file, Path.Combine(folder, part, Path.GetFileName(file)));
        }
        string project = Path.Combine(folder, sample, $"{sample}.csproj");
        string text = File.ReadAllText(project);
        Assert.Contains("Version=\"0.1.0\"", text);
        File.WriteAllText(project, text.Replace("Version=\"0.1.0\"", $"Version=\"{PackagesFixture.Version}\"", StringComparison.Ordinal));
        return folder;
    }

    private static double Figure(string output, string name)
    {
        Match match = Regex.Match(output, $@"^{name}\s+([0-9.,]+)", RegexOptions.Multiline);
        Assert.True(match.Success, output);
        return double.Parse(match.Groups[1].Value, NumberStyles.Number, CultureInfo.InvariantCulture);
    }
}
