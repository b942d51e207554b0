using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>A finished run.</summary>
/// <param name="Report">What happened.</param>
/// <param name="Failure">The budget failure (NNC3001) where the gate closed, else null. Nothing has been written then.</param>
public sealed record CompressionResult(CompressionReport Report, NncException? Failure = null);
