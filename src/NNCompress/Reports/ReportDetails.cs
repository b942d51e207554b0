using NNCompress.Reports.Pictures;

namespace NNCompress.Reports;

/// <summary>What a page shows beside the report; collected only where a page is asked for.</summary>
public sealed record ReportDetails
{
    /// <summary>The command that repeats the run; null where there was none.</summary>
    public string? Command { get; init; }

    /// <summary>What the search tried, in its order.</summary>
    public IReadOnlyList<TrialRow> Trials { get; init; } = [];

    /// <summary>How many it tried; <see cref="Trials"/> may hold fewer.</summary>
    public int TrialCount { get; init; }

    /// <summary>What neurons did over the calibration data; null where nothing was looked at.</summary>
    public ActivationFigures? Activations { get; init; }

    /// <summary>The network's layers and where branches meet, in the order of the file.</summary>
    public IReadOnlyList<GraphRow> Graph { get; init; } = [];

    /// <summary>Weights as pictures.</summary>
    public IReadOnlyList<PictureSet> Pictures { get; init; } = [];

    /// <summary>Weights that could be shown as pictures; <see cref="Pictures"/> may hold fewer.</summary>
    public int PictureCount { get; init; }
}
