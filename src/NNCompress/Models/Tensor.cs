namespace NNCompress.Models;

/// <summary>
/// A constant of the network: a weight (<see cref="Floats"/>) or an integer such as a shape (<see cref="Integers"/>), row-major.
/// Half and double are widened or narrowed to float, every integer type and bool to 64 bits.
/// </summary>
public sealed class Tensor
{
    private readonly float[]? floats;
    private readonly long[]? integers;

    public Tensor(string name, int[] shape, float[] data, ElementType type = ElementType.Float)
    {
        CheckLength(shape, data.Length, nameof(data));
        (Name, Shape, floats, Type) = (name, shape, data, type);
    }

    public Tensor(string name, int[] shape, long[] data, ElementType type = ElementType.Int64)
    {
        CheckLength(shape, data.Length, nameof(data));
        (Name, Shape, integers, Type) = (name, shape, data, type);
    }

    public string Name { get; }

    /// <summary>Dimensions, outermost first; empty for a scalar.</summary>
    public int[] Shape { get; }

    /// <summary>The element type in the file.</summary>
    public ElementType Type { get; }

    public bool IsFloat => floats is not null;

    public int Length => floats?.Length ?? integers!.Length;

    /// <summary>The elements. Those of a network's constants are shared with its copies: put others in their place with <see cref="Network.Replace"/>.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds integers.</exception>
    public float[] Floats => floats ?? throw new InvalidOperationException($"Tensor '{Name}' holds {Type}, not floats.");

    /// <exception cref="InvalidOperationException">The tensor holds floats.</exception>
    public long[] Integers => integers ?? throw new InvalidOperationException($"Tensor '{Name}' holds {Type}, not integers.");

    private static void CheckLength(int[] shape, int length, string parameter)
    {
        long expected = 1;
        foreach (int dimension in shape)
            expected = checked(expected * dimension);
        if (expected != length)
            throw new ArgumentException($"{length} elements do not fill shape [{string.Join(',', shape)}].", parameter);
    }
}
