namespace NNCompress.Pruning.Gates;

/// <summary>How gates are trained.</summary>
public sealed record GateOptions
{
    /// <summary><see cref="PruningMethod.L1"/> or <see cref="PruningMethod.L0"/>.</summary>
    public required PruningMethod Method { get; init; }

    /// <summary>Share of the parameters to remove, 0 to below 1: gates are closed until it is reached. Null lets the penalty alone decide.</summary>
    public double? Ratio { get; init; }

    public GatePosition Position { get; init; }

    /// <summary>
    /// λ of the penalty on a gate whose channel holds as many parameters as channels do on average; it grows with what the channel holds.
    /// Null takes the method's usual one.
    /// </summary>
    public double? Lambda { get; init; }

    /// <summary>λ of single groups by their name, whatever their channels hold.</summary>
    public IReadOnlyDictionary<string, double> LayerLambdas { get; init; } = new Dictionary<string, double>();

    /// <summary>L1: a gate below this is put to 0 and stays there.</summary>
    public double Snap { get; init; } = 0.05;

    /// <summary>Weights and gates are trained in turn, each for that many steps, 0 for a whole epoch; null trains them together.</summary>
    public int? PushPull { get; init; }

    /// <summary>Holds the norm of each kernel whose channel has a gate, so that weights cannot grow to make up for shrinking gates.</summary>
    public bool UnitNorm { get; init; }

    /// <summary>L0: where log α starts.</summary>
    public double LogAlpha { get; init; } = 2.5;

    /// <summary>L0: the temperature β of the first step …</summary>
    public double StartTemperature { get; init; } = 2.0 / 3;

    /// <summary>… and of the last; it falls linearly.</summary>
    public double EndTemperature { get; init; } = 0.05;

    /// <summary>
    /// How far Adam could take a gate, or its log α, over the whole training if every step went the same way: the gates' learning rate times the
    /// steps. Null takes the method's usual one.
    /// </summary>
    public double? Reach { get; init; }
}
