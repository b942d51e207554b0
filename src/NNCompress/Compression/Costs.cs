using NNCompress.Models;
using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>Multiply-accumulates, where the graph's operators are known.</summary>
internal static class Costs
{
    public static BeforeAfter? Macs(Network before, Network after)
    {
        try
        {
            return new BeforeAfter(NetworkCost.Macs(before), NetworkCost.Macs(after));
        }
        catch (NncException)
        {
            // An operator outside the engine's list: sizes are still worth reporting.
            return null;
        }
    }
}
