namespace NNCompress.Coding;

/// <summary>Walks the fields of one protocol-buffer message (wire types 0, 1, 2 and 5) without knowing its type.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> data, int start, int end)
{
    private readonly ReadOnlySpan<byte> data = data;
    private readonly int end = end;
    private int position = start;

    public int Field { get; private set; }

    /// <summary>Where the field's content begins; only for fields with a length.</summary>
    public int Start { get; private set; }

    /// <summary>Length of the field's content; -1 for a field without one.</summary>
    public int Length { get; private set; }

    /// <summary>Where the field begins, with its tag.</summary>
    public int Begin { get; private set; }

    /// <summary>Where it ends.</summary>
    public readonly int End => position;

    /// <summary>Goes to the next field; false at the end of the message.</summary>
    /// <exception cref="InvalidDataException">The message is not well-formed.</exception>
    public bool Next()
    {
        if (position >= end)
            return false;
        Begin = position;
        ulong tag = Varint();
        Field = (int)(tag >> 3);
        Length = -1;
        switch (tag & 7)
        {
            case 0: Varint(); break;
            case 1: position += 8; break;
            case 5: position += 4; break;
            case 2:
                ulong length = Varint();
                if (length > (ulong)(end - position))
                    throw new InvalidDataException($"Field {Field} at {position} runs past the end of its message.");
                (Start, Length) = (position, (int)length);
                position += (int)length;
                break;
            default: throw new InvalidDataException($"Field {Field} at {position} has wire type {tag & 7}.");
        }
        return true;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (position >= end)
                throw new InvalidDataException($"A number at {position} runs past the end of its message.");
            byte next = data[position++];
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
                return value;
        }
        throw new InvalidDataException($"A number at {position} is longer than ten bytes.");
    }
}
