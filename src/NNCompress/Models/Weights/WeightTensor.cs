namespace NNCompress.Models.Weights;

/// <summary>A tensor in a file of weights.</summary>
/// <param name="Name">As a state_dict names it.</param>
/// <param name="Type">Of its numbers in the file.</param>
/// <param name="Shape">Dimensions, outermost first; empty for a scalar.</param>
/// <param name="Bytes">The numbers, little-endian and row-major; as many as type and shape need.</param>
internal sealed record WeightTensor(string Name, ElementType Type, int[] Shape, TensorBytes Bytes)
{
    /// <summary>Bytes of a number in a file of weights; 0 for what no such file has here.</summary>
    public static int Width(ElementType type) => type == ElementType.BFloat16 ? 2 : TensorCodec.Width(type);

    /// <summary>Elements, or −1 where they are more than a tensor can have here.</summary>
    public static long Count(IReadOnlyList<long> shape)
    {
        long count = 1;
        foreach (long dimension in shape)
        {
            if (dimension is < 0 or > int.MaxValue || (count *= dimension) > int.MaxValue)
                return -1;
        }
        return count;
    }
}
