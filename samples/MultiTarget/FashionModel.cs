namespace MultiTarget
{
    /// <summary>The build makes the other part of this class, with ReadOnnx and ReadTensors. It is internal unless a part of it says otherwise.</summary>
    public static partial class FashionModel
    {
    }
}
