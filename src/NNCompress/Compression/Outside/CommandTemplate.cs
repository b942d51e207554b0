using System.Text;

namespace NNCompress.Compression.Outside;

/// <summary>
/// A command with places for what changes from call to call. No shell reads it: blanks part the arguments; within double or single quotes they do not, and within double
/// quotes <c>\"</c> is a quote. Any other character, backslashes among them, stands for itself. Places are filled after that, so that a path with blanks stays one argument.
/// </summary>
internal sealed class CommandTemplate
{
    /// <summary>Where the path of the ONNX file goes.</summary>
    public const string Model = "{model}";

    /// <summary>Where it says what the figure is for: <see cref="EvaluatorRole"/> in lower case.</summary>
    public const string Role = "{role}";

    private readonly IReadOnlyList<string> parts;

    private CommandTemplate(string text, IReadOnlyList<string> parts) => (Text, this.parts) = (text, parts);

    /// <summary>As it was given.</summary>
    public string Text { get; }

    /// <summary>Whether the program is told if it searches or judges.</summary>
    public bool TellsRole => parts.Any(p => p.Contains(Role, StringComparison.Ordinal));

    /// <exception cref="NncException">NNC1102: no program, no place for the model, or a quote that is not closed.</exception>
    public static CommandTemplate Parse(string text)
    {
        List<string> parts = [];
        StringBuilder part = new();
        bool begun = false;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (begun)
                    parts.Add(part.ToString());
                part.Clear();
                begun = false;
                continue;
            }
            begun = true;
            if (quote == '\0' && c is '"' or '\'')
                quote = c;
            else if (c == quote)
                quote = '\0';
            else if (quote == '"' && c == '\\' && i + 1 < text.Length && text[i + 1] == '"')
                part.Append(text[++i]);
            else
                part.Append(c);
        }
        if (quote != '\0')
            throw Wrong($"a quote ({quote}) is not closed");
        if (begun)
            parts.Add(part.ToString());
        if (parts.Count == 0 || parts[0].Length == 0)
            throw Wrong("it names no program");
        if (!parts.Skip(1).Any(p => p.Contains(Model, StringComparison.Ordinal)))
            throw Wrong($"it has no place {Model} for the path of the network among the program's arguments");
        return new CommandTemplate(text, parts);

        NncException Wrong(string why) =>
            new("NNC1102", null, $"--evaluator '{text}' is no command that can be run: {why}. Give for example \"python3 evaluate.py {Model} {Role}\".");
    }

    /// <summary>The program and its arguments.</summary>
    public (string Program, IReadOnlyList<string> Arguments) Fill(string model, EvaluatorRole role) =>
        (parts[0], [.. parts.Skip(1).Select(p => p.Replace(Role, role.ToString().ToLowerInvariant(), StringComparison.Ordinal).Replace(Model, model, StringComparison.Ordinal))]);
}
