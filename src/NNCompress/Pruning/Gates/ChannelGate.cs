namespace NNCompress.Pruning.Gates;

/// <summary>One factor for each channel of a group.</summary>
public sealed class ChannelGate
{
    internal ChannelGate(ChannelGroup group, string constant, IReadOnlyList<WeightAxis> scaled, bool beforeActivation)
    {
        (Group, Constant, Scaled, BeforeActivation) = (group, constant, scaled, beforeActivation);
    }

    /// <summary>The channels, in the gate's order.</summary>
    public ChannelGroup Group { get; }

    /// <summary>The trainable constant of the gated network: as many values as the group has units.</summary>
    public string Constant { get; }

    /// <summary>Whether the gate stands before the activation, as part of the layer that computes the channels.</summary>
    public bool BeforeActivation { get; }

    /// <summary>What folding multiplies: outputs of producers, or inputs of consumers.</summary>
    internal IReadOnlyList<WeightAxis> Scaled { get; }
}
