using System.Text;
using System.Text.RegularExpressions;

namespace NNCompress.Tool.Projects;

/// <summary>Tells the encoding of an XML file: by its byte order mark, else by its declaration, else UTF-8.</summary>
internal static partial class TextEncoding
{
    private const int DeclarationLength = 200;

    /// <returns>An encoding that refuses bytes that it cannot give back, and the length of the byte order mark.</returns>
    /// <exception cref="ArgumentException">The declaration names an encoding that does not exist.</exception>
    public static (Encoding Encoding, int Mark) Of(byte[] bytes)
    {
        foreach (Encoding marked in new Encoding[] { new UTF8Encoding(true, true), new UnicodeEncoding(false, true, true), new UnicodeEncoding(true, true, true) })
        {
            if (bytes.AsSpan().StartsWith(marked.Preamble))
                return (marked, marked.Preamble.Length);
        }
        string beginning = Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, DeclarationLength));
        string name = Declared().Match(beginning) is { Success: true } match ? match.Groups[1].Value : "utf-8";
        Encoding? other = CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        return (other ?? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback), 0);
    }

    [GeneratedRegex("""^<\?xml\s[^>]*\bencoding\s*=\s*["']([\w.-]+)["']""")]
    private static partial Regex Declared();
}
