using System.Text;

namespace NNCompress.Data;

/// <summary>Reads text lines of bounded length, so that a binary file taken for text does not fill the memory.</summary>
internal sealed class LineReader(string path) : IDisposable
{
    private const int LongestLine = 1 << 24;

    private readonly StreamReader reader = new(path, Encoding.UTF8);
    private readonly StringBuilder builder = new();

    /// <summary>Number of the line read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The next line that is not blank, or null at the end.</summary>
    /// <exception cref="NncException">NNC2046: the line is too long.</exception>
    public string? Next()
    {
        while (reader.Peek() >= 0)
        {
            Line++;
            builder.Clear();
            for (int c = reader.Read(); c is not -1 and not '\n'; c = reader.Read())
            {
                if (builder.Length == LongestLine)
                    throw DataError.TooLarge(path, $"line {Line} is longer than {LongestLine} characters: give a CSV file with one sample a line.");
                builder.Append((char)c);
            }
            string line = builder.ToString();
            if (!string.IsNullOrWhiteSpace(line))
                return line;
        }
        return null;
    }

    public void Dispose() => reader.Dispose();
}
