using NNCompress.Data;
using NNCompress.Engines;

namespace NNCompress.Tests.Compression;

/// <summary>Predictions and labels written down by hand.</summary>
internal static class Answers
{
    /// <summary>Two scores a sample, the larger one for the class that is named.</summary>
    public static Predictions Of(params int[] classes) => new([.. classes.SelectMany(c => c == 0 ? new[] { 1f, 0f } : [0f, 1f])], 2);

    /// <summary>Samples of one value each, with these labels.</summary>
    public static Dataset Labelled(params int[] labels) => new("hand", [1], new float[labels.Length], labels, Unscaled);

    public static Dataset Unlabelled(int count) => new("hand", [1], new float[count], null, Unscaled);

    public static Scaling Unscaled { get; } = new(1, [], []);
}
