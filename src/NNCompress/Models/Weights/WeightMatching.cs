using System.Globalization;
using System.Text.RegularExpressions;

namespace NNCompress.Models.Weights;

/// <summary>
/// Decides which tensor of a file belongs where in a graph: by name where the names are the same; else by the layers' shapes, where only one way fits. Layers of
/// the same shapes are told apart by their number, if that is all in which their names differ (0.weight and 2.weight, fc1.weight and fc2.weight).
/// </summary>
internal static partial class WeightMatching
{
    private const int Told = 5;

    /// <param name="slots">The graph's places.</param>
    /// <param name="tensors">The file's floating-point tensors.</param>
    /// <param name="graph">For messages: the graph's file or specification.</param>
    /// <param name="path">For messages: the file of weights.</param>
    /// <returns>Tensor's name → place; each tensor has one.</returns>
    /// <exception cref="NncException">NNC2179: they do not fit each other. NNC2180: more than one way fits.</exception>
    public static IReadOnlyDictionary<string, WeightSlot> Match(IReadOnlyList<WeightSlot> slots, IReadOnlyList<WeightTensor> tensors, string graph, string path)
    {
        Dictionary<string, WeightSlot> byName = slots.DistinctBy(s => s.Name).ToDictionary(s => s.Name);
        WeightSlot[] needed = [.. slots.Where(s => s.Module >= 0)];
        HashSet<string> names = [.. tensors.Select(t => t.Name)];
        if (tensors.All(t => byName.ContainsKey(t.Name)) && needed.All(s => names.Contains(s.Name)))
        {
            foreach (WeightTensor tensor in tensors)
            {
                if (!tensor.Shape.SequenceEqual(byName[tensor.Name].Shape))
                    throw Misfit($"tensor '{tensor.Name}' has shape [{string.Join(", ", tensor.Shape)}] in the file and [{string.Join(", ", byName[tensor.Name].Shape)}] in the graph");
            }
            return tensors.ToDictionary(t => t.Name, t => byName[t.Name]);
        }
        return ByShape();

        Dictionary<string, WeightSlot> ByShape()
        {
            string strangers = Names(tensors.Where(t => !byName.ContainsKey(t.Name)).Select(t => $"'{t.Name}' [{string.Join(", ", t.Shape)}]"));
            string missing = Names(needed.Where(s => !names.Contains(s.Name)).Select(s => $"'{s.Name}' [{string.Join(", ", s.Shape)}]"));
            string difference = $"by name, the graph has no place for {(strangers.Length > 0 ? strangers : "nothing")}, and the file nothing for {(missing.Length > 0 ? missing : "nothing")}";
            ILookup<string, WeightTensor[]> modules = tensors.GroupBy(t => Split(t.Name).Module, StringComparer.Ordinal).Select(g => g.ToArray()).ToLookup(Signature);
            ILookup<string, WeightSlot[]> layers = needed.GroupBy(s => s.Module).Select(g => g.ToArray()).ToLookup(Signature);
            Dictionary<string, WeightSlot> found = new(StringComparer.Ordinal);
            foreach (string signature in modules.Select(m => m.Key).Union(layers.Select(l => l.Key)))
            {
                WeightTensor[][] here = [.. modules[signature]];
                WeightSlot[][] there = [.. layers[signature]];
                if (here.Length != there.Length)
                    throw Misfit($"{difference}; by shape, {Layers(here.Length, "layer")} of the file and {Layers(there.Length, "layer")} of the graph have {signature}");
                here = here.Length == 1 ? here : Numbered(here);
                for (int i = 0; i < here.Length; i++)
                {
                    foreach (WeightTensor tensor in here[i])
                        found.Add(tensor.Name, there[i].First(s => s.Role == Split(tensor.Name).Role));
                }
            }
            return found;
        }

        // The order of numbers is that of the layers; any other order would be a guess.
        WeightTensor[][] Numbered(WeightTensor[][] modules)
        {
            (string Stem, long Number)[] keys = [.. modules.Select(m => Number(Split(m[0].Name).Module))];
            if (keys.Any(k => k.Number < 0) || keys.DistinctBy(k => k.Stem).Count() > 1 || keys.DistinctBy(k => k.Number).Count() < keys.Length)
                throw new NncException("NNC2180", path, $"layers {Names(modules.Select(m => $"'{Split(m[0].Name).Module}'"))} have the same shapes, and nothing but their order could tell which of '{graph}' each is: give the tensors the graph's names ({Names(needed.Select(s => s.Name))}), or a --graph whose names they have.");
            return [.. modules.Zip(keys).OrderBy(m => m.Second.Number).Select(m => m.First)];
        }

        NncException Misfit(string what) => new(
            "NNC2179", path, $"the weights do not fit '{graph}': {what}. Give the graph that they were trained in; where an exporter folds batch norms into convolutions, export without that (torch.onnx.export(…, training=TrainingMode.PRESERVE, do_constant_folding=False)).");
    }

    private static string Layers(int count, string what) => count == 0 ? $"no {what}" : count == 1 ? $"one {what}" : $"{count} {what}s";

    private static string Names(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return string.Join(", ", all.Take(Told).Select(WeightError.Shown)) + (all.Length > Told ? $" and {all.Length - Told} more" : "");
    }

    private static string Signature(WeightTensor[] module) => Signature(module.Select(t => (Split(t.Name).Role, t.Shape)));

    private static string Signature(WeightSlot[] module) => Signature(module.Select(s => (s.Role, s.Shape)));

    private static string Signature(IEnumerable<(string Role, int[] Shape)> parts) =>
        string.Join(" and ", parts.Select(p => $"{p.Role} [{string.Join(", ", p.Shape)}]").Order(StringComparer.Ordinal));

    private static (string Module, string Role) Split(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot < 0 ? ("", name) : (name[..dot], name[(dot + 1)..]);
    }

    /// <summary>The name with its last number taken out, and the number; −1 where it has none.</summary>
    private static (string Stem, long Number) Number(string module)
    {
        Match match = LastNumber().Match(module);
        return match.Success && long.TryParse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? ($"{match.Groups[1].Value}#{match.Groups[3].Value}", number) : (module, -1);
    }

    [GeneratedRegex(@"^(.*?)([0-9]+)([^0-9]*)$", RegexOptions.Singleline)]
    private static partial Regex LastNumber();
}
