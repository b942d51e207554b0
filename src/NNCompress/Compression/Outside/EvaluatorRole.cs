namespace NNCompress.Compression.Outside;

/// <summary>What a figure is for. An honest program measures the two on different samples.</summary>
internal enum EvaluatorRole
{
    /// <summary>Candidates are chosen by it.</summary>
    Search,

    /// <summary>The gate goes by it.</summary>
    Judge,
}
