namespace NNCompress.Pruning.Coupling;

/// <summary>
/// Where the channels of a value lie when a reshape has cut their axis in pieces: each axis is a list of atoms, and the atoms of one table may
/// stand on several axes, in any order, as between the two reshapes of an attention or a channel shuffle. Exact: no unit is united by moving about.
/// </summary>
internal sealed class ChannelLayout
{
    private readonly Atom[][] axes;

    private ChannelLayout(Atom[][] axes) => this.axes = axes;

    public int Rank => axes.Length;

    /// <summary>One table an axis, or none. Tables are told apart by reference: two axes that the same units lie along get one each.</summary>
    public static ChannelLayout Of(int[] shape, int[]?[] units) => new([.. shape.Select((size, i) => (Atom[])[new Atom(size, units[i]?.ToArray(), 1)])]);

    /// <summary>Tables whose channels lie along several axes at once.</summary>
    public IEnumerable<int[]> Joint => Tables.Where(t => AxesOf(t).Count > 1);

    /// <summary>Every table, in the order of the axes.</summary>
    public IEnumerable<int[]> Tables => axes.SelectMany(a => a).Select(a => a.Table).OfType<int[]>().Distinct();

    /// <summary>The tables that an axis has atoms of.</summary>
    public IReadOnlyList<int[]> TablesOf(int axis) => [.. axes[axis].Select(a => a.Table).OfType<int[]>().Distinct()];

    public IReadOnlyList<int> AxesOf(int[] table) => [.. Enumerable.Range(0, Rank).Where(i => axes[i].Any(a => a.Table == table))];

    /// <summary>Row-major reshape.</summary>
    /// <param name="target">The new shape, of as many elements.</param>
    /// <param name="lost">Tables of single channels whose dimension may go.</param>
    /// <returns>Null where a new dimension holds no whole number of an old one's indices.</returns>
    public ChannelLayout? Reshape(int[] target, out IReadOnlyList<int[]> lost)
    {
        Atom[] all = [.. axes.SelectMany(a => a)];
        lost = [.. all.Where(a => a is { Size: 1, Table: not null }).Select(a => a.Table!)];
        Stack<Atom> rest = new(all.Where(a => a.Size != 1).Reverse());
        Atom[][] result = new Atom[target.Length][];
        for (int i = 0; i < target.Length; i++)
        {
            List<Atom> own = [];
            for (int open = target[i]; open > 1;)
            {
                if (!rest.TryPop(out Atom atom))
                    return null;
                if (open % atom.Size == 0)
                {
                    own.Add(atom);
                    open /= atom.Size;
                }
                else if (atom.Size % open == 0)
                {
                    int inner = atom.Size / open;
                    own.Add(atom with { Size = open, Stride = atom.Stride * inner });
                    rest.Push(atom with { Size = inner });
                    open = 1;
                }
                else
                {
                    return null;
                }
            }
            result[i] = target[i] == 0 ? [new Atom(0, null, 1)] : Joined(own);
        }
        return rest.Count == 0 ? new ChannelLayout(result) : null;
    }

    public ChannelLayout Transpose(int[] order) => new(Array.ConvertAll(order, axis => axes[axis]));

    /// <summary>Only those indices of an axis; tables that lie along it are written anew.</summary>
    /// <param name="axis">Which.</param>
    /// <param name="indices">In their new order; may repeat.</param>
    /// <param name="keep">Whether the axis stays; otherwise there is one index, and the axis goes.</param>
    public ChannelLayout Take(int axis, int[] indices, bool keep)
    {
        Atom[][] result = [.. axes.Select(a => a.ToArray())];
        result[axis] = [new Atom(indices.Length, null, 1)];
        foreach (int[] table in TablesOf(axis))
        {
            (int Axis, int At)[] others = [.. Enumerable.Range(0, Rank).Where(i => i != axis)
                .SelectMany(i => Enumerable.Range(0, axes[i].Length).Where(n => axes[i][n].Table == table).Select(n => (i, n)))];
            int[] sizes = [.. others.Select(o => axes[o.Axis][o.At].Size), indices.Length];
            int[] written = new int[sizes.Aggregate(1, (a, b) => a * b)];
            int[] offsets = Array.ConvertAll(indices, index => Offset(axes[axis], index, table));
            for (int entry = 0; entry < written.Length; entry++)
            {
                int from = offsets[entry % indices.Length], left = entry / indices.Length;
                for (int o = others.Length - 1; o >= 0; o--)
                {
                    from += left % sizes[o] * axes[others[o].Axis][others[o].At].Stride;
                    left /= sizes[o];
                }
                written[entry] = table[from];
            }
            int stride = indices.Length;
            for (int o = others.Length - 1; o >= 0; o--)
            {
                result[others[o].Axis][others[o].At] = new Atom(sizes[o], written, stride);
                stride *= sizes[o];
            }
            // An axis with channels of two tables has one too many; the first is followed, and what it loses is for the caller to see.
            if (result[axis][0].Table is null)
                result[axis] = [new Atom(indices.Length, written, 1)];
        }
        return new ChannelLayout(keep ? result : [.. result.Where((_, i) => i != axis)]);
    }

    /// <summary>The unit of each index of an axis, where all of one table lies along it; null otherwise.</summary>
    /// <param name="axis">Which.</param>
    /// <param name="second">A further table along the axis, which cannot be told apart from the first, or null.</param>
    public int[]? Units(int axis, out int[]? second)
    {
        IReadOnlyList<int[]> tables = TablesOf(axis);
        second = tables.Count > 1 ? tables[1] : null;
        return tables.Count == 0 ? null : Along(axis, tables[0]);
    }

    /// <summary>For each index of an axis the table's entry, with the atoms of other axes at 0.</summary>
    public int[] Along(int axis, int[] table) => [.. Enumerable.Range(0, Size(axis)).Select(i => table[Offset(axes[axis], i, table)])];

    /// <summary>The offsets that the table's atoms of all other axes can add to that of an index of <paramref name="axis"/>.</summary>
    public int[] Beside(int axis, int[] table)
    {
        int[] offsets = [0];
        foreach (Atom atom in Enumerable.Range(0, Rank).Where(i => i != axis).SelectMany(i => axes[i]).Where(a => a.Table == table))
            offsets = [.. offsets.SelectMany(o => Enumerable.Range(0, atom.Size).Select(i => o + (i * atom.Stride)))];
        return offsets;
    }

    /// <summary>The offset into the table of each index of an axis.</summary>
    public int[] Offsets(int axis, int[] table) => [.. Enumerable.Range(0, Size(axis)).Select(i => Offset(axes[axis], i, table)).Distinct()];

    /// <summary>The longest stride of the table's atoms along an axis: what stands outermost moves farthest.</summary>
    public int Reach(int axis, int[] table) => axes[axis].Where(a => a.Table == table).Max(a => a.Stride);

    private int Size(int axis) => axes[axis].Aggregate(1, (p, a) => p * a.Size);

    private static int Offset(Atom[] atoms, int index, int[] table)
    {
        int offset = 0;
        for (int i = atoms.Length - 1; i >= 0; i--)
        {
            if (atoms[i].Table == table)
                offset += index % atoms[i].Size * atoms[i].Stride;
            index /= atoms[i].Size;
        }
        return offset;
    }

    /// <summary>Neighbours that continue each other become one again.</summary>
    private static Atom[] Joined(List<Atom> atoms)
    {
        for (int i = atoms.Count - 2; i >= 0; i--)
        {
            (Atom outer, Atom inner) = (atoms[i], atoms[i + 1]);
            if (outer.Table != inner.Table || (outer.Table is not null && outer.Stride != inner.Stride * inner.Size))
                continue;
            atoms[i] = inner with { Size = outer.Size * inner.Size };
            atoms.RemoveAt(i + 1);
        }
        return atoms.Count == 0 ? [new Atom(1, null, 1)] : [.. atoms];
    }
}
