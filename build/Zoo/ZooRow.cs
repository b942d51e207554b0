namespace Zoo;

/// <summary>What was found out about one network. Deviations are the largest difference of two outputs, relative to the largest output.</summary>
public sealed record ZooRow
{
    public required string Name { get; init; }

    /// <summary>What went wrong; null where everything that is asked for held.</summary>
    public string? Failure { get; init; }

    /// <summary>Shape of one input.</summary>
    public string Input { get; init; } = "";

    public int Operators { get; init; }

    public int OperatorTypes { get; init; }

    public long Parameters { get; init; }

    public long Macs { get; init; }

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

    /// <summary>Share of the parameters that left, 0 to 1.</summary>
    public double Removed { get; init; }

    /// <summary>Channels that may leave, and all that layers make and read inside the network.</summary>
    public int Free { get; init; }

    /// <inheritdoc cref="Free"/>
    public int Channels { get; init; }

    /// <summary>What holds the others: a line a node.</summary>
    public IReadOnlyList<string> Held { get; init; } = [];

    /// <summary>Of prune.</summary>
    public double Seconds { get; init; }

    /// <summary>Of prune: the most bytes of memory that its process had.</summary>
    public long PeakBytes { get; init; }

    public long FileBytes { get; init; }
}
