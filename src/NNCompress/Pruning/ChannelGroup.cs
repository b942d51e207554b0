namespace NNCompress.Pruning;

/// <summary>
/// Channels that occupy the same tensor axes, for example the neurons of one hidden layer: row i of its weight, entry i of its bias and
/// of its batch norm, column i of the next layer's weight (or columns i·h·w to (i+1)·h·w - 1 behind a flatten).
/// </summary>
public sealed class ChannelGroup
{
    internal ChannelGroup(string name, int[] units, string? locked, IReadOnlyList<WeightAxis> axes, IReadOnlyList<Layer> producers, IReadOnlyList<Layer> consumers)
    {
        (Name, Units, Locked, Axes, Producers, Consumers) = (name, units, locked, axes, producers, consumers);
    }

    /// <summary>
    /// The weight of the first producer; for features of the input, the list of those that are picked. Where one producer's channels go different
    /// ways, the second group and those after it have <c>#2</c>, <c>#3</c> behind it.
    /// </summary>
    public string Name { get; }

    /// <summary>The coupled unit of each channel; the position in this array is the channel's number in plans.</summary>
    public int[] Units { get; }

    /// <summary>Why the channels must stay, or null.</summary>
    public string? Locked { get; }

    /// <summary>Every tensor axis that the channels occupy.</summary>
    public IReadOnlyList<WeightAxis> Axes { get; }

    /// <summary>Whether the channels are features that a Gather picks from the network's input; they have no producers.</summary>
    public bool PicksInputs { get; internal init; }

    /// <summary>Layers whose outputs the channels are.</summary>
    public IReadOnlyList<Layer> Producers { get; }

    /// <summary>Layers that mix the channels.</summary>
    public IReadOnlyList<Layer> Consumers { get; }

    internal ChannelGroup Named(string name) => new(name, Units, Locked, Axes, Producers, Consumers) { PicksInputs = PicksInputs };
}
