using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Pruning.Lottery;

/// <summary>What of the network is still in the game.</summary>
internal interface ITicket
{
    /// <summary>Drops what ranks lowest, in the trained network and in the one to rewind to alike.</summary>
    /// <param name="trained">The network of this round after its training.</param>
    /// <param name="rewound">The same with the weights to rewind to; null where training goes on from where it is.</param>
    /// <param name="share">Share of the first network's parameters that is to be gone, or zero, by now; ignored where a threshold decides.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Both networks without what was dropped; the second is the first where nothing is rewound.</returns>
    (Network Trained, Network Next) Prune(Network trained, Network? rewound, double share, CancellationToken cancellation);

    /// <summary>Keeps what was dropped away during the next training, or null.</summary>
    ITrainingHook? Hook();

    /// <summary>The channels that have left, by group of the first network.</summary>
    IReadOnlyList<GroupCut> Removed { get; }
}
