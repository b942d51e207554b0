namespace NNCompress.Compression.Metrics;

/// <summary>What says how good a network is. A budget is in points of it.</summary>
public enum Metric
{
    /// <summary>Percent of the samples whose class has the largest score. A point is a percentage point.</summary>
    Top1,

    /// <summary>Percent of the samples whose class is among the five largest scores. A point is a percentage point.</summary>
    Top5,

    /// <summary>Mean squared error over samples and outputs. A point is a hundredth of the original's error.</summary>
    Mse,

    /// <summary>Mean absolute error over samples and outputs. A point is a hundredth of the original's error.</summary>
    Mae,

    /// <summary>A hundred times the share of the targets' variance that the outputs explain, all outputs together. A point is a hundredth of that variance.</summary>
    R2,

    /// <summary>A hundred times the mean cosine between a sample's outputs and the original's. A point is a hundredth.</summary>
    Cosine,

    /// <summary>Mean Kullback–Leibler divergence of the class probabilities from the original's, nats. A point is a hundredth of a nat.</summary>
    Kl,
}
