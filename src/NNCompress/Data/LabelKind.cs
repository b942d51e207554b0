namespace NNCompress.Data;

/// <summary>What stands beside the samples and is to be read.</summary>
public enum LabelKind
{
    /// <summary>A class number or a one-hot row a sample: <see cref="Dataset.Labels"/>.</summary>
    Classes,

    /// <summary>Numbers, one or more a sample: <see cref="Dataset.Targets"/>.</summary>
    Values,

    /// <summary>Nothing: what stands there is passed over.</summary>
    None,
}
