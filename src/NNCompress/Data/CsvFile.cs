using System.Globalization;

namespace NNCompress.Data;

/// <summary>
/// One sample a line, numbers in the invariant culture, separated by commas, semicolons or tabs. A first line with anything
/// that is no number is a header. One column holds the class number, or several the values that the network is to give.
/// </summary>
internal static class CsvFile
{
    /// <summary>The label column's name by default, and the word that says there is none.</summary>
    private const string DefaultLabel = "label", NoLabel = "none";

    /// <param name="path">The file.</param>
    /// <param name="labelColumn">Header or zero-based number, of values several separated by commas; <c>none</c> for no labels; null for the column <c>label</c>, else the first.</param>
    /// <param name="kind">What labels are; the columns are no inputs, whatever it is.</param>
    /// <exception cref="NncException">NNC2041, NNC2043 to NNC2047.</exception>
    public static Stored Read(string path, string? labelColumn, LabelKind kind)
    {
        using LineReader lines = new(path);
        string first = lines.Next() ?? throw DataError.NotRecognised(path, "the file is empty: give a CSV file with one sample a line.");
        char separator = first.Contains(',') ? ',' : first.Contains(';') ? ';' : '\t';
        string[] names = [.. first.Split(separator).Select(f => f.Trim().Trim('"'))];
        bool header = names.Any(n => !TryNumber(n, out _));
        int[] columns = LabelColumns(path, header ? names : [], names.Length, labelColumn, kind);
        // Which of the labels each column is; -1 for inputs.
        int[] labels = [.. Enumerable.Range(0, names.Length).Select(c => Array.IndexOf(columns, c))];
        int features = names.Length - columns.Length;
        if (features == 0)
            throw DataError.NotRecognised(path, "the file has no column beside the label: give one label and at least one number a line.");
        StoredNumbers numbers = new();
        List<float> targets = [];
        List<int> classes = [];
        float[] sample = new float[features], row = new float[columns.Length];
        for (string? line = header ? lines.Next() : first; line is not null; line = lines.Next())
        {
            ReadLine(path, line, lines.Line, separator, labels, sample, row);
            if (numbers.Length > Array.MaxLength - features)
                throw DataError.TooLarge(path, $"the file holds more than {Array.MaxLength} numbers: give a part of the data.");
            numbers.Append(sample);
            if (kind == LabelKind.Classes && row.Length > 0)
                classes.Add(ClassLabels.Class(path, row[0], classes.Count));
            else if (kind == LabelKind.Values)
                targets.AddRange(Array.ConvertAll(row, v => TargetValues.Check(path, v, targets.Count / row.Length)));
        }
        if (numbers.Length == 0)
            throw DataError.NotRecognised(path, "the file has a header but no samples: give at least one.");
        int[] shape = [(int)(numbers.Length / features), features];
        return new Stored(
            new StoredArray(path, shape, IsBytes: false, numbers), kind == LabelKind.Classes && row.Length > 0 ? [.. classes] : null,
            kind == LabelKind.Values && row.Length > 0 ? [.. targets] : null);
    }

    private static void ReadLine(string path, string line, long number, char separator, int[] labels, Span<float> sample, float[] row)
    {
        int column = 0, inputs = 0, columns = labels.Length;
        foreach (Range range in line.AsSpan().Split(separator))
        {
            ReadOnlySpan<char> field = line.AsSpan(range).Trim().Trim('"');
            if (column == columns)
                throw DataError.CsvValue(path, number, column, field.ToString(), $"is one value too many: every line must have {columns}, as the first.");
            if (!TryNumber(field, out float value))
                throw DataError.CsvValue(path, number, column, field.ToString(), "is not a number: write numbers like 0.5, with a decimal point.");
            if (labels[column] < 0)
                sample[inputs++] = value;
            else
                row[labels[column]] = value;
            column++;
        }
        if (column < columns)
            throw DataError.CsvValue(path, number, column, "", $"is missing: every line must have {columns} values, as the first.");
    }

    private static int[] LabelColumns(string path, string[] header, int columns, string? wanted, LabelKind kind)
    {
        if (wanted is null)
            return [Math.Max(IndexOf(DefaultLabel), 0)];
        if (IndexOf(wanted) is >= 0 and int named)
            return [named];
        if (wanted == NoLabel)
            return [];
        int[] chosen = [.. (kind == LabelKind.Classes ? [wanted] : wanted.Split(',', StringSplitOptions.TrimEntries)).Select(Column)];
        return chosen.Distinct().Count() == chosen.Length ? chosen
            : throw DataError.Options(path, $"'{DataError.Shortened(wanted)}' names a column twice: name each once.");

        int Column(string name) => IndexOf(name) is >= 0 and int named ? named
            : int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < columns ? number
            : throw DataError.Options(path, $"there is no label column '{DataError.Shortened(name)}' among {columns} columns: "
                + $"give a header's name, a number from 0 to {columns - 1}, or '{NoLabel}'.");

        int IndexOf(string name) => Array.FindIndex(header, h => h.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
