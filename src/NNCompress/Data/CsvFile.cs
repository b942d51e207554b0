using System.Globalization;

namespace NNCompress.Data;

/// <summary>
/// One sample a line, numbers in the invariant culture, separated by commas, semicolons or tabs. A first line with anything
/// that is no number is a header. One column holds the class number.
/// </summary>
internal static class CsvFile
{
    /// <summary>The label column's name by default, and the word that says there is none.</summary>
    private const string DefaultLabel = "label", NoLabel = "none";

    /// <param name="path">The file.</param>
    /// <param name="labelColumn">Header or zero-based number; <c>none</c> for no labels; null for the column <c>label</c>, else the first.</param>
    /// <exception cref="NncException">NNC2041, NNC2043 to NNC2046.</exception>
    public static (StoredArray Inputs, int[]? Labels) Read(string path, string? labelColumn)
    {
        using LineReader lines = new(path);
        string first = lines.Next() ?? throw DataError.NotRecognised(path, "the file is empty: give a CSV file with one sample a line.");
        char separator = first.Contains(',') ? ',' : first.Contains(';') ? ';' : '\t';
        string[] names = [.. first.Split(separator).Select(f => f.Trim().Trim('"'))];
        bool header = names.Any(n => !TryNumber(n, out _));
        int label = LabelIndex(path, header ? names : [], names.Length, labelColumn);
        int features = names.Length - (label >= 0 ? 1 : 0);
        if (features == 0)
            throw DataError.NotRecognised(path, "the file has no column beside the label: give one label and at least one number a line.");
        List<float> values = [];
        List<int> labels = [];
        for (string? line = header ? lines.Next() : first; line is not null; line = lines.Next())
            ReadLine(path, line, lines.Line, separator, names.Length, label, values, labels);
        if (values.Count == 0)
            throw DataError.NotRecognised(path, "the file has a header but no samples: give at least one.");
        int[] shape = [values.Count / features, features];
        return (new StoredArray(path, shape, IsBytes: false, [.. values]), label >= 0 ? [.. labels] : null);
    }

    private static void ReadLine(
        string path, string line, long number, char separator, int columns, int label, List<float> values, List<int> labels)
    {
        int column = 0;
        foreach (Range range in line.AsSpan().Split(separator))
        {
            ReadOnlySpan<char> field = line.AsSpan(range).Trim().Trim('"');
            if (column == columns)
                throw DataError.CsvValue(path, number, column, field.ToString(), $"is one value too many: every line must have {columns}, as the first.");
            if (!TryNumber(field, out float value))
                throw DataError.CsvValue(path, number, column, field.ToString(), "is not a number: write numbers like 0.5, with a decimal point.");
            if (column != label)
                values.Add(value);
            else
                labels.Add(ClassLabels.Class(path, value, labels.Count));
            column++;
        }
        if (column < columns)
            throw DataError.CsvValue(path, number, column, "", $"is missing: every line must have {columns} values, as the first.");
        if (values.Count > Array.MaxLength - columns)
            throw DataError.TooLarge(path, $"the file holds more than {Array.MaxLength} numbers: give a part of the data.");
    }

    private static int LabelIndex(string path, string[] header, int columns, string? wanted)
    {
        if (wanted is null)
            return Math.Max(IndexOf(DefaultLabel), 0);
        int named = IndexOf(wanted);
        if (named >= 0)
            return named;
        if (wanted == NoLabel)
            return -1;
        return int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < columns
            ? number
            : throw DataError.Options(path, $"there is no label column '{DataError.Shortened(wanted)}' among {columns} columns: "
                + $"give a header's name, a number from 0 to {columns - 1}, or '{NoLabel}'.");

        int IndexOf(string name) => Array.FindIndex(header, h => h.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
