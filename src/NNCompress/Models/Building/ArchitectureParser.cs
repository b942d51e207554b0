using System.Globalization;
using System.Text.RegularExpressions;

namespace NNCompress.Models.Building;

/// <summary>Reads the text of an <see cref="Architecture"/>.</summary>
internal sealed partial class ArchitectureParser
{
    private const int LongestText = 4000, MostUnits = 1_000_000, LargestWindow = 99;

    private static readonly string[] Forms = ["mlp:", "conv:"];

    private readonly string text;
    private readonly List<(string Text, int Position)> parts = [];

    private ArchitectureParser(string text) => this.text = text;

    public static string? FormOf(string text) => Forms.FirstOrDefault(f => text.StartsWith(f, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="NncException">NNC1051.</exception>
    public static Architecture Parse(string text)
    {
        ArchitectureParser parser = new(text);
        if (text.Length > LongestText)
            throw new NncException("NNC1051", null, $"the specification has {text.Length} characters, more than {LongestText}: give a shorter one.");
        string form = FormOf(text) ?? throw Wrong(text, text, 1, "a specification begins with mlp: or conv:");
        parser.Cut(form.Length, text.Length, ',');
        ActivationKind activation = parser.TakeActivation();
        return form == "mlp:" ? parser.Mlp(activation) : parser.Conv(activation);
    }

    /// <summary>The error of a part that is not what its place needs.</summary>
    public static NncException Wrong(string specification, string part, int position, string expected) =>
        new("NNC1051", null, $"'{specification}': '{part}' at character {position}: {expected}.");

    private void Cut(int start, int end, char separator)
    {
        foreach (string part in text[start..end].Split(separator))
        {
            parts.Add((part.Trim(), start + 1));
            start += part.Length + 1;
        }
    }

    private ActivationKind TakeActivation()
    {
        if (parts.Count < 2 || !Enum.GetNames<ActivationKind>().Contains(parts[^1].Text, StringComparer.OrdinalIgnoreCase))
            return ActivationKind.Relu;
        ActivationKind activation = Enum.Parse<ActivationKind>(parts[^1].Text, ignoreCase: true);
        parts.RemoveAt(parts.Count - 1);
        return activation;
    }

    private Architecture Mlp(ActivationKind activation)
    {
        if (parts.Count > 1)
            throw Wrong(1, $"after the layers of mlp: only an activation may stand ({Activations}); a network of other layers begins with conv:");
        int start = parts[0].Position - 1, end = text.IndexOf(',', StringComparison.Ordinal);
        parts.Clear();
        Cut(start, end < 0 ? text.Length : end, '-');
        int[] input = Sides(0, "give the number of inputs, for example 784 or 28x28", 1, 4);
        if (parts.Count < 2)
            throw Wrong(0, "give inputs and outputs at least, for example mlp:784-300-10");
        List<LayerSpec> layers = [new LayerSpec(LayerKind.Flatten, parts[0].Text, parts[0].Position)];
        for (int i = 1; i < parts.Count; i++)
            layers.Add(Dense(i) ?? throw Wrong(i, $"give the number of neurons, from 1 to {MostUnits}"));
        return new Architecture(text, input, layers, activation);
    }

    private Architecture Conv(ActivationKind activation)
    {
        int[] input = Sides(0, "give the input as channels x height x width, for example 1x28x28", 3, 3);
        List<LayerSpec> layers = [];
        for (int i = 1; i < parts.Count; i++)
            layers.Add(Layer(i));
        return layers.Count > 0 && layers[^1].Kind == LayerKind.Dense
            ? new Architecture(text, input, layers, activation)
            : throw Wrong(parts.Count - 1, "the last layer must be dense: end with the number of outputs, for example 10");
    }

    private LayerSpec Layer(int index)
    {
        (string part, int position) = parts[index];
        if (ConvPart().Match(part) is { Success: true } conv && Number(conv.Groups["n"], 0, MostUnits) is { } kernels
            && Number(conv.Groups["k"], 3, LargestWindow) is { } side && Number(conv.Groups["s"], 1, LargestWindow) is { } stride)
        {
            return new LayerSpec(LayerKind.Conv, part, position)
            {
                Units = kernels,
                Kernel = side,
                Stride = stride,
                Same = !conv.Groups["v"].Success,
                Norm = conv.Groups["b"].Success,
            };
        }
        if (PoolPart().Match(part) is { Success: true } pool && Number(pool.Groups["k"], 2, LargestWindow) is { } window)
            return new LayerSpec(pool.Value[0] is 'p' or 'P' ? LayerKind.MaxPool : LayerKind.AveragePool, part, position) { Kernel = window, Stride = window };
        if (part is "g" or "G")
            return new LayerSpec(LayerKind.GlobalAveragePool, part, position);
        if (part is "f" or "F")
            return new LayerSpec(LayerKind.Flatten, part, position);
        if (DropoutPart().Match(part) is { Success: true } dropout && float.Parse(dropout.Groups["r"].Value, CultureInfo.InvariantCulture) is > 0 and < 1 and float ratio)
            return new LayerSpec(LayerKind.Dropout, part, position) { Ratio = ratio };
        return Dense(index) ?? throw Wrong(index,
            $"layers are cN (convolution; kK side, sS stride, v no padding, b batch norm), p or pK (max pooling), a or aK (average pooling), g (global average pooling), f (flatten), "
            + $"dR (dropout, R above 0 and below 1) and N (dense), with numbers of neurons to {MostUnits} and windows to {LargestWindow}; at the end one of {Activations}");
    }

    private LayerSpec? Dense(int index) =>
        int.TryParse(parts[index].Text, NumberStyles.None, CultureInfo.InvariantCulture, out int units) && units is >= 1 and <= MostUnits
            ? new LayerSpec(LayerKind.Dense, parts[index].Text, parts[index].Position) { Units = units }
            : null;

    /// <summary>The group's number from 1 to <paramref name="most"/>, the usual one where the group is absent, null where it is out of range.</summary>
    private static int? Number(Group group, int usual, int most)
    {
        if (!group.Success)
            return usual;
        return int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1 && value <= most ? value : null;
    }

    private int[] Sides(int index, string expected, int fewest, int most)
    {
        string[] sides = parts[index].Text.Split('x', 'X');
        int[] numbers = [.. sides.Select(s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side <= MostUnits ? side : 0)];
        return numbers.Length >= fewest && numbers.Length <= most && numbers.All(n => n > 0) ? numbers : throw Wrong(index, $"{expected}, each number from 1 to {MostUnits}");
    }

    private NncException Wrong(int index, string expected) => Wrong(text, parts[index].Text, parts[index].Position, expected);

    private static string Activations => string.Join(", ", Enum.GetNames<ActivationKind>().Select(n => n.ToLowerInvariant()));

    [GeneratedRegex(@"^c(?<n>\d+)(?:k(?<k>\d+))?(?:s(?<s>\d+))?(?<v>v)?(?<b>b)?\z", RegexOptions.IgnoreCase)]
    private static partial Regex ConvPart();

    [GeneratedRegex(@"^[pa](?<k>\d+)?\z", RegexOptions.IgnoreCase)]
    private static partial Regex PoolPart();

    [GeneratedRegex(@"^d(?<r>\d*\.?\d+)\z", RegexOptions.IgnoreCase)]
    private static partial Regex DropoutPart();
}
