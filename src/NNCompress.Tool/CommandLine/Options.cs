using NNCompress.Compression;
using NNCompress.Tool.CommandLine.Lists;

namespace NNCompress.Tool.CommandLine;

/// <summary>All options: the one place where the command line meets <see cref="CompressionRequest"/>.</summary>
internal static class Options
{
    public static readonly IReadOnlyList<Option> All =
    [
        .. DataOptionList.All, .. JudgingOptionList.All, .. PruningOptionList.All, .. SweepingOptionList.All, .. TrainingOptionList.All, .. WritingOptionList.All, .. RunningOptionList.All,
    ];

    /// <summary>The options of one verb; init takes those of compress that a project can give.</summary>
    public static IEnumerable<Option> Of(Verbs verb) => All.Where(o => o.Verbs.HasFlag(verb) || (verb == Verbs.Init && BuildMetadata.NameOf(o) is not null));
}
