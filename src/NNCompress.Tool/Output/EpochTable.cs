using System.Globalization;
using NNCompress.Engines.Training;
using NNCompress.Reports;
using Spectre.Console;

namespace NNCompress.Tool.Output;

/// <summary>The epochs of training, thinned out where they are many.</summary>
internal static class EpochTable
{
    private const int MostRows = 25;

    public static void Write(CompressionReport report, IAnsiConsole console, bool verbose)
    {
        if (report.Epochs is not { Count: > 0 } epochs)
            return;
        int step = verbose ? 1 : (epochs.Count + MostRows - 1) / MostRows;
        ReportTable table = new(">epoch", ">loss", ">accuracy", ">validation loss", ">validation accuracy", "");
        foreach (EpochFigures f in epochs.Where(f => f.Epoch % step == 0 || f.Epoch == epochs.Count || f.Epoch == report.KeptEpoch))
        {
            table.Add(
                f.Epoch.ToString(CultureInfo.InvariantCulture), Loss(f.Loss), Accuracy(f.Accuracy), Loss(f.ValidationLoss), Accuracy(f.ValidationAccuracy),
                f.Epoch == report.KeptEpoch && f.Epoch < epochs.Count ? "kept" : "");
        }
        table.Write(console);
    }

    private static string Loss(double value) => double.IsNaN(value) ? "" : value.ToString("F4", CultureInfo.InvariantCulture);

    private static string Accuracy(double value) => double.IsNaN(value) ? "" : ReportText.Percent(value);
}
