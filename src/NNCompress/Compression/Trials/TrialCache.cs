using System.Buffers.Binary;
using System.Security.Cryptography;
using NNCompress.Runtime;

namespace NNCompress.Compression.Trials;

/// <summary>
/// What a search has found out already, by keys that hold all that it depends on: a run that was cut off finds it again, and goes on where it stood. One file for
/// each run, to which entries are appended; a killed run leaves at most a broken last one, which is cut away.
/// </summary>
/// <remarks>The file is a signature, then for each entry a key of 32 bytes, the length of its content, the CRC-32 of both, little-endian, and the content.</remarks>
internal sealed class TrialCache : IDisposable
{
    /// <summary>Files of other runs that stay in the folder.</summary>
    private const int RunsKept = 4;

    /// <summary>The most bytes of a file: no entry is added beyond.</summary>
    private const long MostBytes = 256L << 20;

    private const int KeyBytes = 32, HeadBytes = KeyBytes + 8;

    private const string Extension = ".trials";

    private static readonly byte[] Signature = [.. "NNCTRL01"u8];

    private readonly Dictionary<string, (long Start, int Length, bool Before)> entries = [];
    private readonly FileStream? file;

    private TrialCache(FileStream? file) => this.file = file;

    /// <summary>Keeps nothing.</summary>
    public static TrialCache None { get; } = new(null);

    /// <summary>Entries of earlier runs that were found again.</summary>
    public int Found { get; private set; }

    /// <param name="folder">Where the files are; made if need be.</param>
    /// <param name="run">32 bytes that stand for all that the run depends on.</param>
    /// <exception cref="IOException">The folder cannot be written, or another process makes the same run.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static TrialCache Open(string folder, byte[] run)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, Convert.ToHexStringLower(run) + Extension);
        TrialCache cache = new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        cache.Scan();
        File.SetLastWriteTimeUtc(cache.file!.SafeFileHandle, DateTime.UtcNow);
        DeleteOld(folder, path);
        return cache;
    }

    /// <summary>The content under the key, made now where it is not there.</summary>
    /// <param name="key">Of <see cref="Key"/>.</param>
    /// <param name="make">Makes what is asked for.</param>
    /// <param name="write">Turns it into the entry's content.</param>
    /// <param name="read">Turns that back; what does not fit is <see cref="InvalidDataException"/> or <see cref="EndOfStreamException"/>, and is made anew.</param>
    public T Get<T>(byte[] key, Func<T> make, Action<BinaryWriter, T> write, Func<BinaryReader, T> read)
    {
        if (file is null)
            return make();
        if (Find(key) is { } content)
        {
            bool before = entries[Convert.ToHexString(key)].Before;
            try
            {
                using BinaryReader reader = new(new MemoryStream(content));
                T found = read(reader);
                Found += before ? 1 : 0;
                return found;
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
            {
                // As if it were not there.
            }
        }
        T made = make();
        MemoryStream stream = new();
        using (BinaryWriter writer = new(stream))
            write(writer, made);
        Add(key, stream.ToArray());
        return made;
    }

    /// <summary>A key of parts: texts and bytes.</summary>
    public static byte[] Key(string kind, params byte[][] parts)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(kind)));
        foreach (byte[] part in parts)
            hash.AppendData(SHA256.HashData(part));
        return hash.GetHashAndReset();
    }

    public void Dispose() => file?.Dispose();

    private void Scan()
    {
        byte[] head = new byte[HeadBytes];
        long end = Signature.Length;
        if (file!.ReadAtLeast(head.AsSpan(0, Signature.Length), Signature.Length, throwOnEndOfStream: false) == Signature.Length && head.AsSpan(0, Signature.Length).SequenceEqual(Signature))
        {
            while (file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) == HeadBytes)
            {
                int length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(KeyBytes));
                if (length < 0 || length > file.Length - file.Position)
                    break;
                byte[] content = new byte[length];
                file.ReadExactly(content);
                if (Checksum(head, content) != BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(KeyBytes + 4)))
                    break;
                entries[Convert.ToHexString(head, 0, KeyBytes)] = (file.Position - length, length, true);
                end = file.Position;
            }
        }
        else
        {
            file.Position = 0;
            file.Write(Signature);
        }
        file.SetLength(end);
    }

    private byte[]? Find(byte[] key)
    {
        if (!entries.TryGetValue(Convert.ToHexString(key), out (long Start, int Length, bool Before) place))
            return null;
        byte[] content = new byte[place.Length];
        file!.Position = place.Start;
        file.ReadExactly(content);
        return content;
    }

    private void Add(byte[] key, byte[] content)
    {
        if (file!.Length + HeadBytes + content.Length > MostBytes)
            return;
        byte[] head = new byte[HeadBytes];
        key.CopyTo(head, 0);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(KeyBytes), content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(KeyBytes + 4), Checksum(head, content));
        file.Position = file.Length;
        file.Write(head);
        file.Write(content);
        file.Flush();
        entries[Convert.ToHexString(key)] = (file.Length - content.Length, content.Length, false);
    }

    private static uint Checksum(byte[] head, byte[] content) => Crc32.Append(Crc32.Of(head, 0, KeyBytes + 4), content, 0, content.Length);

    private static void DeleteOld(string folder, string kept)
    {
        foreach (FileInfo old in new DirectoryInfo(folder).GetFiles("*" + Extension).Where(f => f.FullName != Path.GetFullPath(kept)).OrderByDescending(f => f.LastWriteTimeUtc).Skip(RunsKept))
        {
            try
            {
                old.Delete();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another run has it open.
            }
        }
    }
}
