using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NNCompress.Engines.Training;

/// <summary>
/// A run's state in a file: magic, the run's fingerprint, steps, the epochs' figures, the running epoch, the plateau, all state, the best state where there is
/// one, and a SHA-256 of all that. Numbers are little-endian.
/// </summary>
internal sealed class Checkpoint(string path, byte[] fingerprint)
{
    private const int HashLength = 32;
    private const int FiguresLength = 4 * sizeof(double);

    /// <summary>Replaces the file in one atomic step.</summary>
    /// <exception cref="NncException">NNC2003: it cannot be written.</exception>
    public void Save(Progress progress) => AtomicFile.Write(path, stream =>
    {
        using SHA256 hash = SHA256.Create();
        using (CryptoStream hashed = new(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
        using (BinaryWriter writer = new(hashed))
        {
            writer.Write(Magic);
            writer.Write(fingerprint);
            writer.Write(progress.Run.Steps);
            writer.Write(progress.Epochs.Count);
            foreach (EpochFigures f in progress.Epochs)
            {
                foreach (double figure in new[] { f.Loss, f.Accuracy, f.ValidationLoss, f.ValidationAccuracy })
                    writer.Write(figure);
            }
            writer.Write(progress.Running.Steps);
            writer.Write(progress.Running.Loss);
            writer.Write(progress.Running.Correct);
            writer.Write(progress.Plateau.Best);
            writer.Write(progress.Plateau.BestEpoch);
            writer.Write(progress.BestState is not null);
            foreach ((string _, Memory<float> values) in progress.State)
                writer.Write(MemoryMarshal.AsBytes(values.Span));
            foreach (float[] values in progress.BestState ?? [])
                writer.Write(MemoryMarshal.AsBytes<float>(values));
        }
        stream.Write(hash.Hash!);
    });

    /// <summary>Brings a run to where the file was written.</summary>
    /// <exception cref="NncException">NNC2031: the file is damaged, or of another run. NNC2002: it cannot be read.</exception>
    public void Load(Progress progress)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            CheckHash(stream);
            using BinaryReader reader = new(stream);
            Read(reader, progress, stream.Length);
            RemoveRemains();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NncException("NNC2002", path, $"the checkpoint cannot be read: {e.Message}", e);
        }
    }

    private static ReadOnlySpan<byte> Magic => "NNCTRAI2"u8;

    private void CheckHash(FileStream stream)
    {
        long body = stream.Length - HashLength;
        if (body < 0)
            throw Damaged();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 16];
        while (stream.Position < body)
        {
            int count = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, body - stream.Position));
            if (count == 0)
                throw Damaged();
            hash.AppendData(buffer, 0, count);
        }
        byte[] stored = new byte[HashLength];
        stream.ReadExactly(stored);
        if (!stored.AsSpan().SequenceEqual(hash.GetHashAndReset()))
            throw Damaged();
        stream.Position = 0;
    }

    private void Read(BinaryReader reader, Progress progress, long length)
    {
        if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic))
            throw Damaged();
        if (!reader.ReadBytes(fingerprint.Length).AsSpan().SequenceEqual(fingerprint))
            throw new NncException("NNC2031", path, "the checkpoint is of another run: network, data or options differ. Resume with those it was begun with, or remove the file to start anew.");
        long steps = reader.ReadInt64();
        int epochs = reader.ReadInt32();
        if (steps < 0 || epochs < 0 || epochs > progress.MaxEpochs || length < (long)epochs * FiguresLength)
            throw Damaged();
        List<EpochFigures> figures = [];
        for (int i = 1; i <= epochs; i++)
            figures.Add(new EpochFigures(i, reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()));
        RunningEpoch running = new(reader.ReadInt32(), reader.ReadDouble(), reader.ReadInt64());
        (double best, int bestEpoch, bool hasBest) = (reader.ReadDouble(), reader.ReadInt32(), reader.ReadBoolean());
        IReadOnlyList<(string Name, Memory<float> Values)> state = progress.State;
        long floats = state.Sum(s => (long)s.Values.Length) * (hasBest ? 2 : 1);
        if (length != reader.BaseStream.Position + (floats * sizeof(float)) + HashLength)
            throw Damaged();
        foreach ((string _, Memory<float> values) in state)
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.Span));
        if (hasBest)
        {
            progress.BestState = [.. state.Select(s => new float[s.Values.Length])];
            foreach (float[] values in progress.BestState)
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        }
        progress.Run.Steps = steps;
        progress.Running = running;
        (progress.Plateau.Best, progress.Plateau.BestEpoch) = (best, bestEpoch);
        progress.Restore(figures);
    }

    /// <summary>Takes away what a kill during a write has left beside the file.</summary>
    private void RemoveRemains()
    {
        string full = Path.GetFullPath(path);
        foreach (string remains in Directory.GetFiles(Path.GetDirectoryName(full)!, $"{Path.GetFileName(full)}.*-*.tmp"))
            File.Delete(remains);
    }

    private NncException Damaged() => new("NNC2031", path, "the file is no checkpoint, or it is damaged: remove it to start anew.");
}
