namespace NNCompress.Pruning.Gates;

/// <summary>What gates are trained with where nothing else is said: tried on convolutional networks of five layers.</summary>
internal static class GateDefaults
{
    /// <summary>λ of an average gate.</summary>
    public const double L1Lambda = 1e-3;

    /// <summary>How far a gate could go: several times from 1 to 0.</summary>
    public const double L1Reach = 5;

    /// <summary>λ of an average gate; with a ratio, where it starts.</summary>
    public const double L0Lambda = 5e-3;

    /// <summary>How far log α could go: about twice from its start to where the gate is closed.</summary>
    public const double L0Reach = 15;
}
