namespace NNCompress.Pruning.Gates;

/// <summary>What a user should know of gates.</summary>
internal static class GateWarnings
{
    public static void Ungated(GatedNetwork gated, IReporter reporter)
    {
        foreach (ChannelGroup group in gated.Ungated)
            reporter.Warning("NNC2098", gated.Dependencies.Network.Path, $"the channels of '{group.Name}' are read beside those of another group in ways that a factor a channel does not fit: they have no gates and stay as they are.");
    }

    public static void Kept(GatedNetwork gated, IEnumerable<string> groups, IReporter reporter)
    {
        foreach (string group in groups)
            reporter.Warning("NNC2099", gated.Dependencies.Network.Path, $"every gate of '{group}' would have closed, which empties the layer: its strongest channel stays. A smaller --lambda, or one of its own for it (--layer-lambda {group}=0), keeps more.");
    }

    public static void Position(GatedNetwork gated, GatePosition asked, IReporter reporter)
    {
        foreach (ChannelGate gate in gated.Gates.Where(g => asked == GatePosition.Before && !g.BeforeActivation))
            reporter.Warning("NNC2100", gated.Dependencies.Network.Path, $"the gates of '{gate.Group.Name}' stand behind the activation, although before it was asked for: there is no activation, or other nodes read the values before it.");
    }
}
