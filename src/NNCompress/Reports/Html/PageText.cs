using System.Globalization;

namespace NNCompress.Reports.Html;

/// <summary>Numbers as pages show them: invariant culture, units beside them.</summary>
internal static class PageText
{
    private static readonly (double Unit, string Name)[] Units = [(1e9, " GB"), (1e6, " MB"), (1e3, " kB")];

    private static readonly (double Unit, string Name)[] Thousands = [(1e9, " G"), (1e6, " M"), (1e3, " k")];

    /// <summary>To three digits: 15.3 kB; 1 kB is 1000 bytes.</summary>
    public static string Bytes(double bytes) => Scaled(bytes, Units, " B");

    /// <summary>To three digits: 282 k.</summary>
    public static string Amount(double count) => Scaled(count, Thousands, "");

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Points(double value) => value.ToString("0.00;−0.00;0.00", CultureInfo.InvariantCulture);

    /// <summary>To four digits; there is one zero.</summary>
    public static string Short(double value) => (value == 0 ? 0.0 : value).ToString("G4", CultureInfo.InvariantCulture).Replace('-', '−');

    public static string Shape(int[] shape) => shape.Length == 0 ? "scalar" : string.Join(" × ", shape);

    /// <summary>For example <c>−57.4 %</c>.</summary>
    public static string Change(double before, double after) =>
        before == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100 * (after - before) / before:+0.0;−0.0;±0} %");

    /// <summary>For example <c>1 sample</c>, <c>2 samples</c>.</summary>
    public static string Many(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Scaled(double value, (double Unit, string Name)[] units, string plain)
    {
        foreach ((double unit, string name) in units)
        {
            if (Math.Abs(value) >= unit * 0.9995)
                return Digits(value / unit) + name;
        }
        return Digits(value) + plain;
    }

    private static string Digits(double value) => value.ToString(
        Math.Abs(value) >= 99.95 || value == Math.Round(value) ? "0" : Math.Abs(value) >= 9.995 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
