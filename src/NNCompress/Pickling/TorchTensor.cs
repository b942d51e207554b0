using Microsoft.Win32.SafeHandles;

namespace NNCompress.Pickling;

/// <summary>A tensor of a file that torch.save wrote: a view of a storage, checked to lie inside it.</summary>
/// <param name="Archive">Holds the storage.</param>
/// <param name="Storage">The numbers.</param>
/// <param name="Start">Of the view's first number in the storage.</param>
/// <param name="Shape">Dimensions, outermost first.</param>
/// <param name="Strides">Numbers from one index of a dimension to the next.</param>
internal sealed record TorchTensor(StoredArchive Archive, TorchStorage Storage, long Start, int[] Shape, long[] Strides)
{
    public TorchType Type => Storage.Type;

    /// <summary>At most 2^31 − 1.</summary>
    public int Count => Shape.Aggregate(1, (product, d) => product * d);

    public long Bytes => (long)Count * StorageClass.Width(Type);

    public SafeFileHandle File => Archive.File;

    /// <summary>Of the first number in the file.</summary>
    public long Offset => Storage.Member.Offset + Start * StorageClass.Width(Type);

    /// <summary>Whether the numbers stand in the file as the tensor's rows, one behind the other.</summary>
    public bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (int i = Shape.Length - 1; i >= 0; i--)
            {
                if (Shape[i] != 1 && Strides[i] != expected)
                    return false;
                expected *= Shape[i];
            }
            return true;
        }
    }

    /// <summary>The numbers of a view with other strides (a transposed matrix, say), little-endian and row-major.</summary>
    public byte[] Gather()
    {
        int width = StorageClass.Width(Type), count = Count;
        if (count == 0)
            return [];
        long span = 1;
        for (int i = 0; i < Shape.Length; i++)
            span += (Shape[i] - 1) * Strides[i];
        byte[] from = new byte[span * width], to = new byte[(long)count * width];
        Archive.Read(Offset, from);
        int[] index = new int[Shape.Length];
        long place = 0;
        for (int at = 0; at < count; at++)
        {
            from.AsSpan((int)(place * width), width).CopyTo(to.AsSpan(at * width));
            for (int i = Shape.Length - 1; i >= 0; i--)
            {
                place += Strides[i];
                if (++index[i] < Shape[i])
                    break;
                place -= Shape[i] * Strides[i];
                index[i] = 0;
            }
        }
        return to;
    }
}
