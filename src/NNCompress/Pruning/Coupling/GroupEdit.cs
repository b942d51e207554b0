using NNCompress.Models;

namespace NNCompress.Pruning.Coupling;

/// <summary>An attribute that counts groups of channels, where whole groups leave.</summary>
/// <param name="node">The node.</param>
/// <param name="attribute">Its attribute.</param>
/// <param name="units">Unit of each channel.</param>
/// <param name="run">Channels of a group.</param>
internal sealed class GroupEdit(Node node, string attribute, int[] units, int run) : GraphEdit(node)
{
    public override void Apply(GraphCut cut) => cut.Own(Node).Find(attribute)!.I = cut.Kept(units).Length / run;
}
