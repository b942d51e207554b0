using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using NNCompress.Compression.Outside;
using NNCompress.Data;
using NNCompress.Models;
using NNCompress.Plugins;

namespace NNCompress.Compression.Trials;

/// <summary>Stands for all that trials of a search depend on, but for what is in their own keys: the tool, the data, the options, the networks that it starts from.</summary>
internal static class RunKey
{
    /// <summary>
    /// Options that change no trial: where things are written, how many threads there are, and what is looked for. Files that are named are in the key by what
    /// came of them.
    /// </summary>
    private static readonly HashSet<string> Indifferent =
    [
        nameof(CompressionRequest.ModelPath), nameof(CompressionRequest.DataPath), nameof(CompressionRequest.CalibrationDataPath), nameof(CompressionRequest.TrainDataPath),
        nameof(CompressionRequest.OutputPath), nameof(CompressionRequest.PlanPath), nameof(CompressionRequest.ReplayPath), nameof(CompressionRequest.ExtractPath),
        nameof(CompressionRequest.PredictionsPath), nameof(CompressionRequest.ShimPath), nameof(CompressionRequest.ShimNamespace), nameof(CompressionRequest.ShimClassName),
        nameof(CompressionRequest.InitialPath), nameof(CompressionRequest.ReferencePath), nameof(CompressionRequest.Threads), nameof(CompressionRequest.TrialCachePath), nameof(CompressionRequest.OnnxPrecision),
        nameof(EvaluatorSettings.Timeout), nameof(CompressionRequest.AccuracyBudget), nameof(CompressionRequest.TargetSize), nameof(TrainingSettings.Checkpoint), nameof(TrainingSettings.Resume),
    ];

    /// <param name="verb">The verb.</param>
    /// <param name="request">Its options.</param>
    /// <param name="roles">Its data.</param>
    /// <param name="networks">What the search starts from.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] Of(string verb, CompressionRequest request, DataRoles roles, params Network[] networks)
    {
        byte[][] data = [.. new[] { roles.Judge, roles.Calibration, roles.Training }.Select(Content)];
        return TrialCache.Key(verb, [Tool.ToByteArray(), OfOptions(request), .. data, .. networks.Select(n => n.Digest())]);
    }

    /// <summary>A build of its own for each change of the sources: results of an older one are never taken for this one's.</summary>
    public static Guid Tool => typeof(RunKey).Assembly.ManifestModule.ModuleVersionId;

    /// <summary>The options that change what is found.</summary>
    public static byte[] OfOptions(CompressionRequest request) =>
        // The evaluator has a command too, and that one changes everything.
        Encoding.UTF8.GetBytes(Text(request with { Engine = Parts.Identity(request.Engine, PluginFinder.Usual()), JpegCodec = Parts.Identity(request.JpegCodec, PluginFinder.Usual()), ReportPath = null, Command = null, BaselinePath = null, MaxGrowth = null, MaxFall = null }));

    /// <summary>Samples and labels; empty for none.</summary>
    public static byte[] Content(Dataset? data) => data is null ? []
        : TrialCache.Key("data", OfInputs(data), Hash(data.Labels ?? []), Hash(data.Targets ?? []), Hash(data.SampleShape));

    private static byte[] OfInputs(Dataset data)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        data.AppendTo(hash);
        return hash.GetHashAndReset();
    }

    private static byte[] Hash<T>(T[] values)
        where T : unmanaged => SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>All properties by name and value, those of records within included.</summary>
    private static string Text(object? value) => value switch
    {
        null => "-",
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        ITuple tuple => string.Join(':', Enumerable.Range(0, tuple.Length).Select(i => Text(tuple[i]))),
        IEnumerable list => $"[{string.Join(',', list.Cast<object?>().Select(Text))}]",
        _ => $"{{{string.Join(';', value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => !Indifferent.Contains(p.Name)).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}={Text(p.GetValue(value))}"))}}}",
    };
}
