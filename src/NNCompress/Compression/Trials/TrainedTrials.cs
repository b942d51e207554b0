using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Compression.Trials;

/// <summary>Rounds of training that have been through before.</summary>
internal static class TrainedTrials
{
    /// <param name="cache">Of the run.</param>
    /// <param name="round">All that the round depends on beside the networks.</param>
    /// <param name="from">Where training starts.</param>
    /// <param name="teacher">Whose answers are learnt.</param>
    /// <param name="train">Trains; tells the steps of grids, where there are any.</param>
    public static TrainedRound Round(this TrialCache cache, string round, Network from, Network teacher, Func<TrainedRound> train) =>
        cache == TrialCache.None ? train() : cache.Get(TrialCache.Key(round, from.Digest(), teacher.Digest()), train, Write, reader => Read(reader, from.Path));

    private static void Write(BinaryWriter writer, TrainedRound round)
    {
        byte[] network = round.Network.ToBytes();
        writer.Write(network.Length);
        writer.Write(network);
        writer.Write(round.Result.Kept);
        writer.Write(round.Result.StoppedEarly);
        writer.Write(round.Result.Epochs.Count);
        foreach (EpochFigures epoch in round.Result.Epochs)
        {
            writer.Write(epoch.Epoch);
            writer.Write(epoch.Loss);
            writer.Write(epoch.Accuracy);
            writer.Write(epoch.ValidationLoss);
            writer.Write(epoch.ValidationAccuracy);
        }
        writer.Write(round.Steps.Count);
        foreach ((string name, float step) in round.Steps)
        {
            writer.Write(name);
            writer.Write(step);
        }
    }

    private static TrainedRound Read(BinaryReader reader, string path)
    {
        Network network = OnnxFile.Parse(reader.ReadBytes(reader.ReadInt32()), path);
        (int kept, bool early) = (reader.ReadInt32(), reader.ReadBoolean());
        List<EpochFigures> epochs = [];
        for (int rest = reader.ReadInt32(); rest > 0; rest--)
            epochs.Add(new EpochFigures(reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()));
        Dictionary<string, float> steps = [];
        for (int rest = reader.ReadInt32(); rest > 0; rest--)
            steps[reader.ReadString()] = reader.ReadSingle();
        return new TrainedRound(network, new TrainingResult(epochs, kept, early), steps);
    }
}
