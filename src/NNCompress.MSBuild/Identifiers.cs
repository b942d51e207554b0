using System.Globalization;
using System.Linq;
using System.Text;

namespace NNCompress.MSBuild;

/// <summary>C# names out of file names.</summary>
internal static class Identifiers
{
    /// <summary><c>fashion-mlp-300-150</c> → <c>FashionMlp300_150</c>: words are capitalised and joined, numbers kept apart by an underscore.</summary>
    public static string ClassName(string fileName)
    {
        StringBuilder name = new();
        bool wordStarts = true;
        foreach (char c in fileName)
        {
            if (!IsPart(c) || c == '_')
            {
                wordStarts = true;
                continue;
            }
            if (wordStarts && char.IsDigit(c) && name.Length > 0 && char.IsDigit(name[name.Length - 1]))
                name.Append('_');
            name.Append(wordStarts ? char.ToUpperInvariant(c) : c);
            wordStarts = false;
        }
        return name.Length == 0 || !IsStart(name[0]) ? "Model" + name : name.ToString();
    }

    /// <summary>Whether <paramref name="name"/> can stand after <c>class</c>, or in parts divided by dots, after <c>namespace</c>.</summary>
    public static bool IsValid(string name, bool dotted) =>
        (dotted ? name.Split('.') : new[] { name }).All(part => part.Length > 0 && IsStart(part[0]) && part.All(IsPart));

    private static bool IsStart(char c) => c == '_' || char.IsLetter(c);

    // C# specification, section 6.4.3: letters, decimal digits, connecting, combining and formatting characters.
    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c)
        is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber;
}
