using NNCompress.Coding;

namespace NNCompress.Compression;

/// <summary>The name of the class that a build makes for a model.</summary>
/// <param name="Namespace">Dotted identifiers.</param>
/// <param name="GivenClass">Null for the one that is made from the file's name.</param>
/// <param name="Model">The model's file.</param>
public sealed record AccessorName(string Namespace, string? GivenClass, string Model)
{
    public string FullName => $"{Namespace}.{GivenClass ?? AccessorSource.ClassName(Model)}";

    /// <summary>Whether C# takes it.</summary>
    public bool IsValid => FullName.Split('.').All(AccessorSource.IsIdentifier);

    /// <summary>Dotted identifiers that resemble a text: <c>my-app.2</c> gives <c>my_app._2</c>.</summary>
    public static string Identifiers(string text) => string.Join('.', text.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(Identifier));

    private static string Identifier(string text)
    {
        string plain = string.Concat(text.Select(c => char.IsLetterOrDigit(c) ? c : '_'));
        return AccessorSource.IsIdentifier(plain) ? plain : $"_{plain}";
    }
}
