using System.Text;

namespace NNCompress.MSBuild;

/// <summary>MSBuild takes the text of items and metadata that a task makes as escaped: a path with <c>;</c> or <c>%</c> must be.</summary>
internal static class Escaping
{
    private const string Special = "%*?@$();'";

    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char c in text)
        {
            if (Special.IndexOf(c) >= 0)
                escaped.Append('%').Append(((int)c).ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
            else
                escaped.Append(c);
        }
        return escaped.ToString();
    }
}
