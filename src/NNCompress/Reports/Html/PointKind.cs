namespace NNCompress.Reports.Html;

/// <summary>What a point of a trade-off curve is.</summary>
internal enum PointKind
{
    /// <summary>Tried, and good enough.</summary>
    Held,

    /// <summary>Tried, and not good enough.</summary>
    Missed,

    /// <summary>What came out.</summary>
    Chosen,

    /// <summary>The network before.</summary>
    Original,
}
