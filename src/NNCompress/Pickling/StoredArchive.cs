using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace NNCompress.Pickling;

/// <summary>
/// A zip archive whose members are stored, not compressed (PKWARE APPNOTE 6.3.10, zip64 included), as torch.save writes it. Members are ranges of the file,
/// none over another, so that nothing larger than the file can come out of it.
/// </summary>
internal sealed class StoredArchive
{
    private const uint LocalHeader = 0x04034B50, CentralHeader = 0x02014B50, EndRecord = 0x06054B50, EndRecord64 = 0x06064B50, EndLocator64 = 0x07064B50;

    private const int EndLength = 22, MostComment = 65535, LocalLength = 30, CentralLength = 46, MostMembers = 1 << 18, LongestDirectory = 1 << 26;

    private readonly SafeFileHandle file;
    private readonly long length;

    private StoredArchive(SafeFileHandle file, string path) => (this.file, Path, length) = (file, path, RandomAccess.GetLength(file));

    public string Path { get; }

    /// <summary>Open for reading.</summary>
    public SafeFileHandle File => file;

    public IReadOnlyDictionary<string, ArchiveMember> Members { get; private set; } = new Dictionary<string, ArchiveMember>();

    /// <exception cref="NncException">NNC2174: no zip archive, a member that is compressed, or lengths and places that do not fit the file.</exception>
    public static StoredArchive Open(SafeFileHandle file, string path)
    {
        StoredArchive archive = new(file, path);
        archive.Members = archive.Directory();
        return archive;
    }

    /// <summary>Reads <paramref name="target"/> full from <paramref name="offset"/> on.</summary>
    public void Read(long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            int read = RandomAccess.Read(file, target, offset);
            if (read == 0)
                throw Bad("it ends before its content does");
            offset += read;
            target = target[read..];
        }
    }

    private Dictionary<string, ArchiveMember> Directory()
    {
        (long start, long bytes, long count) = End();
        if (count > MostMembers || bytes > LongestDirectory)
            throw Bad($"its directory has {count} members in {bytes} bytes, and at most {MostMembers} in {LongestDirectory} are taken");
        if (start < 0 || bytes < count * CentralLength || start > length - bytes)
            throw Bad($"its directory is said to have {count} members in {bytes} bytes from byte {start} on, and the file has {length}");
        byte[] directory = new byte[bytes];
        Read(start, directory);
        Dictionary<string, ArchiveMember> members = new(StringComparer.Ordinal);
        int at = 0;
        for (long i = 0; i < count; i++)
        {
            ArchiveMember member = Member(directory, ref at, start);
            if (!members.TryAdd(member.Name, member))
                throw Bad($"two members are named '{PickleError.Shown(member.Name)}'");
        }
        CheckApart(members.Values);
        return members;
    }

    private (long Start, long Bytes, long Count) End()
    {
        byte[] tail = new byte[Math.Min(length, EndLength + MostComment)];
        Read(length - tail.Length, tail);
        for (int at = tail.Length - EndLength; at >= 0; at--)
        {
            ReadOnlySpan<byte> end = tail.AsSpan(at);
            if (UInt32(end) != EndRecord || UInt16(end[20..]) != end.Length - EndLength)
                continue;
            (long start, long bytes, long count) = (UInt32(end[16..]), UInt32(end[12..]), UInt16(end[10..]));
            return start == uint.MaxValue || bytes == uint.MaxValue || count == ushort.MaxValue ? End64(length - tail.Length + at) : (start, bytes, count);
        }
        throw Bad("it has no zip directory at its end (it is cut off, or was saved by a PyTorch older than 1.6: load and save it again there)");
    }

    private (long Start, long Bytes, long Count) End64(long before)
    {
        byte[] locator = new byte[20], record = new byte[56];
        if (before < locator.Length)
            throw Bad("its zip64 directory is missing");
        Read(before - locator.Length, locator);
        long place = Int64(locator.AsSpan(8));
        if (UInt32(locator) != EndLocator64 || place < 0 || place > before - record.Length)
            throw Bad("its zip64 directory is missing");
        Read(place, record);
        if (UInt32(record) != EndRecord64)
            throw Bad("its zip64 directory is missing");
        (long start, long bytes, long count) = (Int64(record.AsSpan(48)), Int64(record.AsSpan(40)), Int64(record.AsSpan(32)));
        return start >= 0 && bytes >= 0 && count >= 0 ? (start, bytes, count) : throw Bad("numbers of its zip64 directory are out of range");
    }

    private ArchiveMember Member(ReadOnlySpan<byte> directory, ref int at, long directoryStart)
    {
        ReadOnlySpan<byte> entry = directory[at..];
        if (entry.Length < CentralLength || UInt32(entry) != CentralHeader)
            throw Bad("its directory is damaged");
        int name = UInt16(entry[28..]), extra = UInt16(entry[30..]), comment = UInt16(entry[32..]);
        if (entry.Length - CentralLength < name + extra + comment)
            throw Bad("its directory is damaged");
        at += CentralLength + name + extra + comment;
        string text = Encoding.UTF8.GetString(entry.Slice(CentralLength, name));
        (long packed, long size, long place) = (UInt32(entry[20..]), UInt32(entry[24..]), UInt32(entry[42..]));
        Widen(entry.Slice(CentralLength + name, extra), ref size, ref packed, ref place);
        int method = UInt16(entry[10..]);
        if (method != 0 || packed != size || (UInt16(entry[8..]) & 1) != 0)
            throw Bad($"member '{PickleError.Shown(text)}' is compressed or encrypted (method {method}, {packed} bytes for {size}), and torch.save stores members as they are");
        if (place < 0 || size < 0 || place > directoryStart - LocalLength)
            throw Bad($"member '{PickleError.Shown(text)}' lies outside the file");
        Span<byte> local = stackalloc byte[LocalLength];
        Read(place, local);
        long offset = place + LocalLength + UInt16(local[26..]) + UInt16(local[28..]);
        if (UInt32(local) != LocalHeader || UInt16(local[8..]) != 0 || offset > directoryStart || size > directoryStart - offset)
            throw Bad($"member '{PickleError.Shown(text)}' has {size} bytes from byte {offset} on, and the members end at byte {directoryStart}");
        return new ArchiveMember(text, offset, size);
    }

    /// <summary>Takes the lengths that do not fit 32 bits from the extra field (APPNOTE 4.5.3).</summary>
    private static void Widen(ReadOnlySpan<byte> extra, ref long size, ref long packed, ref long place)
    {
        while (extra.Length >= 4)
        {
            int bytes = Math.Min(UInt16(extra[2..]), extra.Length - 4);
            ReadOnlySpan<byte> field = extra.Slice(4, bytes);
            if (UInt16(extra) == 1)
            {
                Take(ref field, ref size);
                Take(ref field, ref packed);
                Take(ref field, ref place);
            }
            extra = extra[(4 + bytes)..];
        }

        static void Take(ref ReadOnlySpan<byte> field, ref long value)
        {
            if (value != uint.MaxValue || field.Length < 8)
                return;
            value = Int64(field);
            field = field[8..];
        }
    }

    private void CheckApart(IEnumerable<ArchiveMember> members)
    {
        long end = 0;
        foreach (ArchiveMember member in members.Where(m => m.Length > 0).OrderBy(m => m.Offset))
        {
            if (member.Offset < end)
                throw Bad($"member '{PickleError.Shown(member.Name)}' lies over another one");
            end = member.Offset + member.Length;
        }
    }

    private NncException Bad(string what) => PickleError.Archive(Path, what);

    private static int UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static long Int64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);
}
