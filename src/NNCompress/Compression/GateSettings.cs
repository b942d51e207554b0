using NNCompress.Pruning;
using NNCompress.Pruning.Gates;

namespace NNCompress.Compression;

/// <summary>What the user said about gates; null leaves a value to the method.</summary>
public sealed record GateSettings
{
    /// <inheritdoc cref="GateOptions.Position"/>
    public GatePosition Position { get; init; }

    /// <inheritdoc cref="GateOptions.Lambda"/>
    public double? Lambda { get; init; }

    /// <inheritdoc cref="GateOptions.LayerLambdas"/>
    public IReadOnlyDictionary<string, double>? LayerLambdas { get; init; }

    /// <inheritdoc cref="GateOptions.Snap"/>
    public double? Snap { get; init; }

    /// <inheritdoc cref="GateOptions.PushPull"/>
    public int? PushPull { get; init; }

    /// <inheritdoc cref="GateOptions.UnitNorm"/>
    public bool UnitNorm { get; init; }

    /// <inheritdoc cref="GateOptions.LogAlpha"/>
    public double? LogAlpha { get; init; }

    /// <summary>L0: the temperature of the first step and of the last one.</summary>
    public (double Start, double End)? Temperature { get; init; }

    /// <summary>These settings where there are any, the method's own elsewhere.</summary>
    /// <param name="method"><see cref="PruningMethod.L1"/> or <see cref="PruningMethod.L0"/>.</param>
    /// <param name="ratio">Share of the parameters to remove, or null.</param>
    public GateOptions Options(PruningMethod method, double? ratio)
    {
        GateOptions usual = new() { Method = method, Ratio = ratio, Position = Position, Lambda = Lambda, PushPull = PushPull, UnitNorm = UnitNorm };
        return usual with
        {
            LayerLambdas = LayerLambdas ?? usual.LayerLambdas,
            Snap = Snap ?? usual.Snap,
            LogAlpha = LogAlpha ?? usual.LogAlpha,
            StartTemperature = Temperature?.Start ?? usual.StartTemperature,
            EndTemperature = Temperature?.End ?? usual.EndTemperature,
        };
    }
}
