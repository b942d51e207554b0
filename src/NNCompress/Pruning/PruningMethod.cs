namespace NNCompress.Pruning;

/// <summary>Which channels leave first.</summary>
public enum PruningMethod
{
    /// <summary>The method that suits the data given: <see cref="Reconstruct"/>.</summary>
    Auto,

    /// <summary>The channel whose removal the others can best make up for (optimal brain surgeon on the next layer's inputs).</summary>
    Reconstruct,

    /// <summary>Mean and deviation of the activation near zero.</summary>
    Activation,

    /// <summary>Small weights or biases.</summary>
    Magnitude,

    /// <summary>Average percentage of zeros of the activation.</summary>
    Apoz,

    /// <summary>Rounds of training, pruning and rewinding (<see cref="Lottery.LotteryPruning"/>).</summary>
    Lottery,

    /// <summary>The gradient of the loss by a factor on the channel (Molchanov et al. 2019).</summary>
    Taylor,

    /// <summary>A learnt factor on each channel, with an L1 penalty; trains.</summary>
    L1,

    /// <summary>A learnt random gate on each channel, with an L0 penalty (Louizos et al. 2018); trains.</summary>
    L0,

    /// <summary>The first channels of each layer: a control.</summary>
    FirstK,

    /// <summary>Channels by lot: a control.</summary>
    Random,
}
