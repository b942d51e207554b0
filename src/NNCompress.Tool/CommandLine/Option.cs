namespace NNCompress.Tool.CommandLine;

/// <summary>One command-line option.</summary>
/// <param name="Name">Long name without the dashes.</param>
/// <param name="ValueName">Placeholder in the help; null for a switch.</param>
/// <param name="Verbs">Who takes it.</param>
/// <param name="Group">Heading in the help.</param>
/// <param name="Description">What it does, its unit, its default.</param>
/// <param name="Property">
/// The property of <see cref="Invocation"/> that it sets, for example <c>Request.Ratio</c>; null where it sets none.
/// </param>
/// <param name="Apply">Checks the value (null where none was given) and puts it in its place.</param>
/// <param name="Short">One-letter name, or null.</param>
/// <param name="Optional">True where the value may be left out.</param>
internal sealed record Option(
    string Name, string? ValueName, Verbs Verbs, string Group, string Description, string? Property,
    Func<Invocation, string?, Invocation> Apply, char? Short = null, bool Optional = false)
{
    /// <summary>The words that the value can be; none where it is a number, a path or a name.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>As McMaster.Extensions.CommandLineUtils wants it: <c>-o|--output &lt;VALUE&gt;</c>; its placeholders may hold letters only.</summary>
    public string Template => $"{(Short is { } c ? $"-{c}|" : "")}--{Name}{(ValueName is null ? "" : Optional ? "[:<VALUE>]" : " <VALUE>")}";

    /// <summary>As people read it.</summary>
    public string Usage => $"{(Short is { } c ? $"-{c}, " : "")}--{Name}{(ValueName is null ? "" : Optional ? $" [{ValueName}]" : $" {ValueName}")}";
}
