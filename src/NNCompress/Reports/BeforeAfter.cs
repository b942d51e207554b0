namespace NNCompress.Reports;

/// <summary>A count before and after.</summary>
public sealed record BeforeAfter(long Before, long After);
