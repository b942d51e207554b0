namespace NNCompress.Engines.Managed.Matrices;

/// <summary>The operations of one vector width, so that kernels are written once for all.</summary>
/// <typeparam name="TVector">A vector of floats, or a single one.</typeparam>
internal unsafe interface IVectorPath<TVector>
    where TVector : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>The value in every element.</summary>
    static abstract TVector Create(float value);

    static abstract TVector Load(float* from);

    static abstract void Store(TVector value, float* to);

    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);
}
