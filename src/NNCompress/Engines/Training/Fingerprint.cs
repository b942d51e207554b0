using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using NNCompress.Models;

namespace NNCompress.Engines.Training;

/// <summary>Tells runs apart: a checkpoint only goes on where network, data and options are those it was begun with.</summary>
internal static class Fingerprint
{
    /// <returns>32 bytes.</returns>
    public static byte[] Of(Network network, TrainingSet data, TrainingSet? validation, TrainingOptions options)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(network.ToBytes());
        foreach (TrainingSet set in new[] { data, validation }.OfType<TrainingSet>())
        {
            set.Inputs.AppendTo(hash);
            hash.AppendData(MemoryMarshal.AsBytes<int>(set.Inputs.Labels ?? []));
            hash.AppendData(MemoryMarshal.AsBytes<float>(set.Targets ?? []));
        }
        TrainingOptions other = options with { Checkpoint = null, CheckpointInterval = default, Resume = false, Trainable = null };
        string trainable = options.Trainable is null ? "all" : string.Join('|', options.Trainable.Order(StringComparer.Ordinal).Prepend("only"));
        hash.AppendData(Encoding.UTF8.GetBytes($"{other}{trainable}"));
        return hash.GetHashAndReset();
    }
}
