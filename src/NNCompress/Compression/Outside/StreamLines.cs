using System.Text;

namespace NNCompress.Compression.Outside;

/// <summary>Splits what a program writes into lines of bounded length; carriage returns, by which progress bars redraw themselves, end a line too.</summary>
internal static class StreamLines
{
    /// <summary>Characters of a line; what is beyond is dropped.</summary>
    public const int Longest = 4000;

    /// <param name="reader">Read to its end.</param>
    /// <param name="line">Told each line that is not blank.</param>
    public static void Read(TextReader reader, Action<string> line)
    {
        char[] block = new char[4096];
        StringBuilder current = new();
        for (int count = reader.Read(block); count > 0; count = reader.Read(block))
        {
            for (int i = 0; i < count; i++)
            {
                char c = block[i];
                if (c is '\n' or '\r')
                    End();
                else if (current.Length < Longest)
                    current.Append(char.IsControl(c) && c != '\t' ? ' ' : c);
            }
        }
        End();

        void End()
        {
            string text = current.ToString().TrimEnd();
            current.Clear();
            if (text.Length > 0)
                line(text);
        }
    }
}
