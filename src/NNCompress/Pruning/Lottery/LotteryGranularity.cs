namespace NNCompress.Pruning.Lottery;

/// <summary>What leaves in each round.</summary>
public enum LotteryGranularity
{
    /// <summary>Whole neurons and channels: the network becomes smaller.</summary>
    Neuron,

    /// <summary>Single weights, which stay in their tensors as zeros (Frankle and Carbin, "The lottery ticket hypothesis", 2019).</summary>
    Weight,
}
