namespace NNCompress;

/// <summary>Which parts of a growing file are free: what is asked for takes the shortest hole that is long enough, or else goes to the end.</summary>
internal sealed class FreeSpace
{
    private readonly SortedDictionary<long, long> holes = [];

    /// <summary>The file's length, in the unit of what is taken.</summary>
    public long End { get; private set; }

    /// <summary>Where so much may be put.</summary>
    public long Take(long length)
    {
        long at = -1, shortest = long.MaxValue;
        foreach ((long start, long room) in holes)
        {
            if (room >= length && room < shortest)
                (at, shortest) = (start, room);
        }
        if (at < 0)
        {
            at = End;
            End += length;
            return at;
        }
        holes.Remove(at);
        if (shortest > length)
            holes[at + length] = shortest - length;
        return at;
    }

    /// <summary>Frees what was taken; neighbours become one hole.</summary>
    public void Give(long start, long length)
    {
        if (holes.Remove(start + length, out long behind))
            length += behind;
        foreach ((long before, long room) in holes)
        {
            if (before + room != start)
                continue;
            holes.Remove(before);
            (start, length) = (before, length + room);
            break;
        }
        if (start + length == End)
            End = start;
        else
            holes[start] = length;
    }
}
