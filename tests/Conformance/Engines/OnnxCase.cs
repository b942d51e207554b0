using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Managed;
using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Tests.Conformance;

/// <summary>One case of the ONNX specification: a model, and what it makes of given inputs.</summary>
internal sealed class OnnxCase(ModelProto model, string folder, IEngine engine)
{
    /// <summary>Why the engine cannot have the case, by the types of its inputs and outputs; null where it can.</summary>
    public static string? WhyNot(ModelProto model)
    {
        foreach (ValueInfoProto value in model.Graph.Input.Concat(model.Graph.Output))
        {
            switch ((ElementType)(value.Type.TensorType?.ElemType ?? 0))
            {
                case ElementType.Undefined: return "sequence or optional";
                case ElementType.Text: return "strings";
                case ElementType.BFloat16: return "bfloat16";
            }
        }
        return model.Graph.Node.Any(n => n.Attribute.Any(a => a.G is not null)) ? "sub-graph" : null;
    }

    /// <summary>The largest |actual − expected| / (1 + |expected|) of all data sets, each run with the first input fed and with constants alone.</summary>
    /// <param name="constantsOnly">Whether the first input is not fed.</param>
    /// <param name="tolerance">The most that is right.</param>
    /// <exception cref="InvalidDataException">A shape differs, or an element by more than the tolerance.</exception>
    public double Run(bool constantsOnly, double tolerance)
    {
        double worst = 0;
        foreach (string set in Directory.GetDirectories(folder, "test_data_set_*"))
        {
            Tensor[] expected = [.. model.Graph.Output.Select((o, i) => TensorCodec.Decode(Read(set, $"output_{i}.pb"), o.Name, set))];
            HashSet<string> initialisers = [.. model.Graph.Initializer.Select(t => t.Name)];
            ValueInfoProto[] inputs = [.. model.Graph.Input.Where(i => !initialisers.Contains(i.Name))];
            TensorProto[] content = [.. inputs.Select((_, i) => Read(set, $"input_{i}.pb"))];
            for (int i = 0; i < inputs.Length; i++)
                content[i].Name = inputs[i].Name;
            if (!constantsOnly && content.Length > 0 && content[0].Dims.Count > 0 && content[0].Dims.All(d => d > 0))
                worst = Math.Max(worst, RunFed(content, expected, tolerance));
            worst = Math.Max(worst, RunConstant(content, expected, tolerance));
        }
        return worst;
    }

    private double RunFed(TensorProto[] content, Tensor[] expected, double tolerance)
    {
        ModelProto fed = model.Clone();
        fed.Graph.Initializer.AddRange(content.Skip(1));
        Tensor input = TensorCodec.Decode(content[0], content[0].Name, folder);
        return Compare(fed, input.Shape[1..], OperatorContext.Floats(input), expected, tolerance, "fed");
    }

    private double RunConstant(TensorProto[] content, Tensor[] expected, double tolerance)
    {
        ModelProto constant = model.Clone();
        constant.Graph.Initializer.AddRange(content);
        ValueInfoProto feed = new() { Name = "nothing", Type = new TypeProto { TensorType = new TypeProto.Types.TensorTypeProto { ElemType = 1, Shape = new TensorShapeProto() } } };
        feed.Type.TensorType.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = 1 });
        constant.Graph.Input.Insert(0, feed);
        return Compare(constant, [], [0f], expected, tolerance, "constant");
    }

    private double Compare(ModelProto model, int[] sampleShape, float[] data, Tensor[] expected, double tolerance, string way)
    {
        double worst = 0;
        Dataset samples = new("case", sampleShape, data, null, new Scaling(1, [], []));
        HashSet<string> seen = [];
        engine.Observe(new Network(model, "model.onnx"), samples, [.. expected.Select(e => e.Name)], (name, content, shape) =>
        {
            Tensor wanted = expected.Single(e => e.Name == name);
            seen.Add(name);
            if (!shape.SequenceEqual(wanted.Shape))
                throw new InvalidDataException($"{way}: shape [{string.Join(',', shape.ToArray())}], expected [{string.Join(',', wanted.Shape)}]");
            float[] values = OperatorContext.Floats(wanted);
            for (int i = 0; i < content.Length; i++)
            {
                if (content[i] != values[i] && !(float.IsNaN(content[i]) && float.IsNaN(values[i])))
                    worst = Math.Max(worst, float.IsFinite(content[i]) ? Math.Abs(content[i] - (double)values[i]) / (1 + Math.Abs((double)values[i])) : double.PositiveInfinity);
            }
        });
        Assert.Equal(expected.Length, seen.Count);
        return worst <= tolerance ? worst : throw new InvalidDataException($"{way}: deviates by {worst:e1}");
    }

    private static TensorProto Read(string set, string file) => TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(set, file)));
}
