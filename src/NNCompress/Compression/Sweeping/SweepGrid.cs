using System.Text;
using NNCompress.Compression.Trials;
using NNCompress.Pruning;

namespace NNCompress.Compression.Sweeping;

/// <summary>From axes to rows: every combination of their values, in the order of methods, thresholds or ratios, qualities, budgets.</summary>
internal sealed class SweepGrid
{
    /// <summary>More rows than this are taken for a mistake.</summary>
    public const int MostRows = 10_000;

    private SweepGrid(IReadOnlyList<SweepSetting> rows) => Rows = rows;

    public IReadOnlyList<SweepSetting> Rows { get; }

    /// <summary>Stands for all rows in their order.</summary>
    public string Hash => Convert.ToHexStringLower(TrialCache.Key("grid", Encoding.UTF8.GetBytes(string.Join('\n', Rows.Select((r, i) => SweepSetting.KeyOf(r.Row(i)))))));

    /// <summary>The axes of the request or, where it names none, those that suit its method.</summary>
    /// <exception cref="NncException">NNC1005: axes that do not fit together. NNC1110: more rows than <see cref="MostRows"/>.</exception>
    public static SweepGrid Of(CompressionRequest request)
    {
        SweepSettings axes = request.Sweep;
        string verb = axes.Budgets is not null ? "compress" : axes.Qualities is not null ? "encode" : "prune";
        Check(request, verb);
        IReadOnlyList<PruningMethod> methods = axes.Methods ?? [request.Method];
        // Where a program judges and there is no data, weights alone tell which channels matter.
        PruningMethod usual = request.Evaluator.Command is not null && (request.DataPath ?? request.CalibrationDataPath ?? request.TrainDataPath) is null ? PruningMethod.Magnitude : PruningMethod.Reconstruct;
        if (verb == "prune" && axes is { MeanThresholds: null, StdThresholds: null, Thresholds: null, Ratios: null })
            axes = methods is [PruningMethod.Activation]
                ? axes with { MeanThresholds = SweepSettings.UsualMeanThresholds, StdThresholds = SweepSettings.UsualStdThresholds }
                : axes with { Ratios = SweepSettings.UsualRatios };
        long rows = Count(axes.Methods) * Count(axes.MeanThresholds) * Count(axes.StdThresholds) * Count(axes.Thresholds) * Count(axes.Ratios) * Count(axes.Qualities) * Count(axes.Budgets);
        if (rows > MostRows)
            throw new NncException("NNC1110", request.ModelPath, $"the axes make {rows} rows, and a sweep has at most {MostRows}: give fewer values.");
        return new SweepGrid([..
            from method in methods
            from mean in Values(axes.MeanThresholds)
            from deviation in Values(axes.StdThresholds)
            from threshold in Values(axes.Thresholds)
            from ratio in Values(axes.Ratios)
            from quality in Values(axes.Qualities)
            from budget in Values(axes.Budgets)
            select new SweepSetting(verb, verb == "encode" ? null : method == PruningMethod.Auto ? usual : method)
            {
                MeanThreshold = mean,
                StdThreshold = deviation,
                Threshold = threshold,
                Ratio = ratio,
                Quality = quality,
                Budget = budget,
            }]);
    }

    private static void Check(CompressionRequest request, string verb)
    {
        SweepSettings axes = request.Sweep;
        IReadOnlyList<PruningMethod> methods = axes.Methods ?? [request.Method];
        bool activation = axes.MeanThresholds is not null || axes.StdThresholds is not null, scores = axes.Thresholds is not null;
        if (verb == "encode" && (activation || scores || axes.Ratios is not null || axes.Methods is not null || request.Method != PruningMethod.Auto || request.FineTuneEpochs > 0))
            throw Conflict("--qualities alone sweeps encode, which removes and trains nothing: add --budgets, so that compress is swept, or leave out methods, thresholds, ratios and --fine-tune.");
        if (axes.Ratios is not null && (activation || scores))
            throw Conflict("--ratios and thresholds both say how much leaves: leave one of them out.");
        if (activation && scores)
            throw Conflict("--thresholds are of scores, --mean-thresholds and --std-thresholds of method activation: leave one of them out.");
        if (activation && methods is not [PruningMethod.Activation])
            throw Conflict("--mean-thresholds and --std-thresholds have no effect without --method activation alone: add that, or sweep --ratios.");
        if (scores && !(methods is [PruningMethod.Magnitude or PruningMethod.Apoz or PruningMethod.Taylor or PruningMethod.Lottery]))
            throw Conflict("--thresholds have no effect without one --method of magnitude, apoz, taylor or lottery, each of which has scores of its own: add that, or sweep --ratios.");

        static NncException Conflict(string what) => new("NNC1005", null, what);
    }

    private static long Count<T>(IReadOnlyList<T>? axis) => axis?.Count ?? 1;

    private static IEnumerable<T?> Values<T>(IReadOnlyList<T>? axis)
        where T : struct => axis is null ? [null] : axis.Select(v => (T?)v);
}
