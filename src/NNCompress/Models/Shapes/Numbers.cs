namespace NNCompress.Models.Shapes;

/// <summary>A small constant while it is computed with: integers to 2⁵³ are exact.</summary>
/// <param name="Shape">Dimensions.</param>
/// <param name="Data">Elements, row-major.</param>
internal sealed record Numbers(int[] Shape, double[] Data)
{
    public static Numbers Of(Tensor tensor) => new(tensor.Shape, tensor.IsFloat ? Array.ConvertAll(tensor.Floats, v => (double)v) : Array.ConvertAll(tensor.Integers, v => (double)v));

    /// <summary>The elements repeated to a shape that this broadcasts to.</summary>
    public double[] Stretch(int[] shape) => Shape.AsSpan().SequenceEqual(shape) ? Data : [.. StridedView.Broadcast(Shape, shape).Positions().Select(at => Data[at])];

    /// <summary>A tensor of that type; fractions of integers are cut off.</summary>
    public Tensor ToTensor(string name, ElementType type) => ElementTypes.IsInteger(type)
        ? new Tensor(name, Shape, Array.ConvertAll(Data, v => type is ElementType.Bool ? (v != 0 ? 1L : 0) : (long)v), type)
        : new Tensor(name, Shape, Array.ConvertAll(Data, v => (float)v), type);
}
