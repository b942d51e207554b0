namespace NNCompress.Engines.Training;

/// <summary>What training makes small.</summary>
public enum LossKind
{
    /// <summary>
    /// −log softmax(scores)[label], the mean over the batch. A Softmax or LogSoftmax at the network's end is taken off and becomes part of
    /// the loss, where no exponential overflows.
    /// </summary>
    CrossEntropy,

    /// <summary>The squared difference to the targets, or to the labels as one-hot vectors; the mean over batch and outputs.</summary>
    MeanSquaredError,
}
