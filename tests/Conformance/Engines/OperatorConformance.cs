using NNCompress.Engines;
using NNCompress.Models.Proto;
using Xunit.Abstractions;

namespace NNCompress.Tests.Conformance;

/// <summary>
/// The cases that come with the ONNX specification: every one whose nodes are all of operators that the engine declares must pass, once with
/// the first input as data and once with all inputs as constants. What they lack is held to formulas in double precision.
/// </summary>
/// <param name="output">Told how many cases pass.</param>
/// <param name="operators">What the engine declares.</param>
/// <param name="tolerance">The most that |actual − expected| / (1 + |expected|) may be.</param>
public abstract class OperatorConformance(ITestOutputHelper output, IReadOnlyCollection<string> operators, double tolerance)
{
    private const string Root = "/usr/share/libonnx-testdata/data";

    private const string AlignedCorners = "the case spreads the corners over 2.4 elements; ONNX Runtime and PyTorch spread them over the 2 that there are";

    /// <summary>Cases whose file holds 2π with six digits, where the operator that it stands for has more.</summary>
    private static readonly HashSet<string> Coarse =
    [
        "test_blackmanwindow_expanded", "test_blackmanwindow_symmetric_expanded", "test_hammingwindow_expanded", "test_hammingwindow_symmetric_expanded",
        "test_hannwindow_expanded", "test_hannwindow_symmetric_expanded",
    ];

    /// <summary>Cases of declared operators that are left out, and why.</summary>
    private static readonly Dictionary<string, string> Excluded = new()
    {
        ["test_batchnorm_epsilon_training_mode"] = "training mode",
        ["test_batchnorm_example_training_mode"] = "training mode",
        ["test_resize_downsample_scales_cubic_align_corners"] = AlignedCorners,
        ["test_resize_downsample_scales_linear_align_corners"] = AlignedCorners,
        ["test_training_dropout"] = "training mode",
        ["test_training_dropout_default"] = "training mode",
        ["test_training_dropout_default_mask"] = "training mode",
        ["test_training_dropout_mask"] = "training mode",
    };

    /// <summary>Operators whose output's shape is in the content of their first input: it can only be a constant.</summary>
    private static readonly HashSet<string> ShapedByContent = ["ConstantOfShape", "NonZero", "Range"];

    public static TheoryData<string> Formulas => FormulaCases.Names;

    protected abstract IEngine Create();

    [Theory]
    [MemberData(nameof(Formulas))]
    public void Formulas_that_the_specification_has_no_case_of(string name)
    {
        FormulaCase formula = FormulaCases.Get(name);
        if (!operators.Contains(formula.Operator))
        {
            Assert.Equal("NNC2020", Assert.Throws<NncException>(() => formula.Run(Create())).Code);
            return;
        }
        double worst = formula.Run(Create());
        output.WriteLine($"worst deviation {worst:e1}");
        Assert.InRange(worst, 0, tolerance);
    }

    [Fact]
    public void Cases_of_the_specification()
    {
        Assert.True(Directory.Exists(Root), $"{Root} is missing: apt-get install libonnx-testdata");
        string[] folders = [.. ((string[])["node", "pytorch-converted", "pytorch-operator", "simple"]).SelectMany(f => Directory.GetDirectories(Path.Combine(Root, f)))];
        Assert.Empty(Excluded.Keys.Concat(Coarse).Except(folders.Select(f => Path.GetFileName(f))));
        Dictionary<string, int> covered = operators.ToDictionary(n => n, _ => 0);
        Dictionary<string, int> outside = [], left = [];
        List<string> failures = [];
        int passed = 0;
        double worst = 0;
        foreach (string folder in folders.Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(folder);
            ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "model.onnx")));
            string[] unknown = [.. model.Graph.Node.Where(n => n.OpType != "Constant" && (n.Domain is not ("" or "ai.onnx") || !covered.ContainsKey(n.OpType))).Select(n => n.OpType).Distinct()];
            if (unknown.Length > 0)
            {
                foreach (string operation in unknown)
                    Count(outside, operation);
                continue;
            }
            if ((Excluded.GetValueOrDefault(name) ?? OnnxCase.WhyNot(model)) is { } cause)
            {
                Count(left, cause);
                continue;
            }
            try
            {
                bool constantsOnly = model.Graph.Node.Any(n => ShapedByContent.Contains(n.OpType)), coarse = Coarse.Contains(name);
                double deviation = new OnnxCase(model, folder, Create()).Run(constantsOnly, coarse ? 1e-4 : tolerance);
                worst = coarse ? worst : Math.Max(worst, deviation);
                passed++;
                foreach (string operation in model.Graph.Node.Select(n => n.OpType).Distinct().Where(covered.ContainsKey))
                    covered[operation]++;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failures.Add($"{name}: {(e is NncException or InvalidDataException ? e.Message : e)}");
            }
        }
        int declared = passed + failures.Count + left.Values.Sum();
        output.WriteLine($"passed {passed}, declared {declared} of which {left.Values.Sum()} are left out, outside {folders.Length - declared}; worst deviation {worst:e1}");
        output.WriteLine($"cases an operator: {List(covered)}");
        output.WriteLine($"left out: {List(left)}");
        output.WriteLine($"outside, cases that hold an operator: {List(outside)}");
        Assert.True(failures.Count == 0, $"{failures.Count} fail{Environment.NewLine}{string.Join(Environment.NewLine, failures)}");
        Assert.Empty(covered.Where(c => c.Value == 0).Select(c => c.Key).Except(FormulaCases.Operators));
    }

    private static void Count(Dictionary<string, int> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;

    private static string List(Dictionary<string, int> counts) => string.Join(", ", counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key} {c.Value}"));
}
