using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Pruning.Lottery;

/// <summary>What a lottery has drawn.</summary>
/// <param name="Ticket">The pruned network before its final training.</param>
/// <param name="Network">The pruned network after it.</param>
/// <param name="Dense">The trained network of the first round.</param>
/// <param name="Removed">By group of the network given, the channels that left; empty where single weights did.</param>
/// <param name="Rounds">A row for the dense network and one for each round.</param>
/// <param name="Training">How the final training went.</param>
public sealed record LotteryResult(
    Network Ticket, Network Network, Network Dense, IReadOnlyList<GroupCut> Removed, IReadOnlyList<LotteryRound> Rounds, TrainingResult Training);
