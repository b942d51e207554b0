namespace NNCompress.Data;

/// <summary>Which half of a folder that holds both a training and a test set is meant.</summary>
public enum DataPart
{
    /// <summary>The <c>t10k-*</c> (test) half: judges.</summary>
    Test,

    /// <summary>The <c>train-*</c> half: trains, calibrates, searches.</summary>
    Train,
}
