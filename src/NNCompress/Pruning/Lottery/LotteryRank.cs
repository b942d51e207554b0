namespace NNCompress.Pruning.Lottery;

/// <summary>What decides who leaves.</summary>
public enum LotteryRank
{
    /// <summary><see cref="Reconstruct"/> for neurons, <see cref="Contribution"/> for single weights.</summary>
    Auto,

    /// <summary>Neurons: magnitude of the bias, as in the write-up of small lottery tickets.</summary>
    Bias,

    /// <summary>Neurons: sum of absolute incoming and outgoing weights, relative to their layers. Weights: magnitude, whatever the layer.</summary>
    L1,

    /// <summary>Neurons: Euclidean norm of incoming and outgoing weights, relative to their layers. Weights: as <see cref="L1"/>.</summary>
    L2,

    /// <summary>
    /// First-order change of the loss (Molchanov et al., "Importance estimation for neural network pruning", 2019). Neurons: by a
    /// gate behind each (<see cref="Gates.TaylorImportance"/>), for each parameter freed. Weights: |w·∂L/∂w|.
    /// </summary>
    Taylor,

    /// <summary>Neurons: the least error at the outputs for each parameter freed, after the others have made up for it.</summary>
    Reconstruct,

    /// <summary>
    /// Weights: magnitude times the deviation of what the weight reads, so that weights of inputs that never change leave first, and among layers
    /// relative to what would be left of theirs (Lee et al., "Layer-adaptive sparsity for the magnitude-based pruning", 2021).
    /// </summary>
    Contribution,
}
