namespace NNCompress.Compression.Outside;

/// <summary>A program of the user's that says how good a network is.</summary>
public sealed record EvaluatorSettings
{
    /// <summary>Seconds that one call may take unless told otherwise.</summary>
    public const double UsualTimeout = 1800;

    /// <summary>The program and its arguments, as <see cref="CommandTemplate"/> reads them; null for none.</summary>
    public string? Command { get; init; }

    /// <summary>Seconds that one call may take.</summary>
    public double Timeout { get; init; } = UsualTimeout;
}
