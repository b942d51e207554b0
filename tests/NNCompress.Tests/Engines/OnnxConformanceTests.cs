using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Managed.Operators;
using NNCompress.Models;
using NNCompress.Models.Proto;
using Xunit.Abstractions;

namespace NNCompress.Tests.Engines;

/// <summary>
/// The node cases that come with the ONNX specification, for every operator that the engine declares: one node, floats, one output. The
/// first input is fed as data, the others become constants.
/// </summary>
public class OnnxConformanceTests(ITestOutputHelper output)
{
    private const string Folder = "/usr/share/libonnx-testdata/data/node";

    /// <summary>Cases that the engine refuses on purpose, and why.</summary>
    private static readonly Dictionary<string, string> Excluded = new()
    {
        ["test_reshape_allowzero_reordered"] = "an input without elements: there is no sample to feed",
        ["test_training_dropout"] = "training mode",
        ["test_training_dropout_default"] = "training mode",
        ["test_training_dropout_zero_ratio"] = "training mode",
    };

    [Fact]
    public void Node_cases_of_the_specification()
    {
        Assert.True(Directory.Exists(Folder), $"{Folder} is missing: apt-get install libonnx-testdata");
        Assert.All(Excluded.Keys, name => Assert.True(Directory.Exists(Path.Combine(Folder, name)), $"the excluded case {name} does not exist"));
        Dictionary<string, int> covered = OperatorRegistry.Names.ToDictionary(n => n, _ => 0);
        List<string> failures = [];
        double worst = 0;
        foreach (string folder in Directory.GetDirectories(Folder).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(folder);
            ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "model.onnx")));
            if (model.Graph.Node is not [NodeProto { Domain: "" } node] || !covered.ContainsKey(node.OpType) || !IsFloat(model))
                continue;
            if (Excluded.ContainsKey(name))
                continue;
            try
            {
                worst = Math.Max(worst, Run(model, Path.Combine(folder, "test_data_set_0")));
                covered[node.OpType]++;
            }
            catch (Exception e) when (e is NncException or InvalidDataException or ArgumentException)
            {
                failures.Add($"{name}: {e.Message}");
            }
        }
        output.WriteLine($"{covered.Values.Sum()} cases, worst deviation {worst:e1}: {string.Join(", ", covered.OrderBy(c => c.Key).Select(c => $"{c.Key} {c.Value}"))}");
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
        Assert.DoesNotContain(0, covered.Values);
    }

    private static bool IsFloat(ModelProto model) =>
        model.Graph.Output.Count == 1 && model.Graph.Input.Take(1).Concat(model.Graph.Output).All(v => v.Type.TensorType?.ElemType == (int)ElementType.Float);

    /// <summary>The largest |actual − expected| / (1 + |expected|).</summary>
    private static double Run(ModelProto model, string folder)
    {
        NodeProto node = model.Graph.Node[0];
        for (int i = 1; i < model.Graph.Input.Count; i++)
        {
            TensorProto constant = Read(Path.Combine(folder, $"input_{i}.pb"));
            constant.Name = model.Graph.Input[i].Name;
            model.Graph.Initializer.Add(constant);
        }
        Tensor input = TensorCodec.Decode(Read(Path.Combine(folder, "input_0.pb")), "input", folder);
        Tensor expected = TensorCodec.Decode(Read(Path.Combine(folder, "output_0.pb")), "output", folder);
        Dataset data = new("case", input.Shape[1..], input.Floats, null, new Scaling(1, [], []));
        double worst = 0;
        new ManagedEngine(1).Observe(new Network(model, "model.onnx"), data, [node.Output[0]], (_, content, shape) =>
        {
            if (!shape.SequenceEqual(expected.Shape))
                throw new InvalidDataException($"shape [{string.Join(',', shape.ToArray())}], expected [{string.Join(',', expected.Shape)}]");
            for (int i = 0; i < content.Length; i++)
                worst = Math.Max(worst, Math.Abs(content[i] - expected.Floats[i]) / (1 + Math.Abs(expected.Floats[i])));
        });
        return worst <= 1e-5 ? worst : throw new InvalidDataException($"deviates by {worst:e1}");
    }

    private static TensorProto Read(string path) => TensorProto.Parser.ParseFrom(File.ReadAllBytes(path));
}
