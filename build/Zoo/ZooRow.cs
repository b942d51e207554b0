namespace Zoo;

/// <summary>What was found out about one network. Deviations are the largest difference of two outputs, relative to the largest output.</summary>
public sealed record ZooRow : NetworkRow
{
    /// <summary>What went wrong; null where everything that is asked for held.</summary>
    public string? Failure { get; init; }

    /// <summary>Shape of one input.</summary>
    public string Input { get; init; } = "";

    public int Operators { get; init; }

    public int OperatorTypes { get; init; }

    /// <summary>Of the network as exported: the managed engine beside ONNX Runtime.</summary>
    public double Original { get; init; }

    /// <summary>Of the network that prune wrote: the managed engine beside ONNX Runtime.</summary>
    public double Pruned { get; init; }

    /// <summary>The zeroed network beside the one without the same channels, both in ONNX Runtime.</summary>
    public double ZeroedInRuntime { get; init; }

    /// <summary>As <see cref="ZeroedInRuntime"/>, both in the managed engine.</summary>
    public double ZeroedInEngine { get; init; }

    /// <summary>How far zeroing the channels moves the outputs: what the equality of the two is worth.</summary>
    public double Moved { get; init; }

    /// <summary>Channels that may leave, and all that layers make and read inside the network.</summary>
    public int Free { get; init; }

    /// <inheritdoc cref="Free"/>
    public int Channels { get; init; }

    /// <summary>What holds the others: a line a node.</summary>
    public IReadOnlyList<string> Held { get; init; } = [];
}
