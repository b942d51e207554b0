using NNCompress.Reports;

namespace NNCompress.Compression.Sweeping;

/// <summary>What a row is made of.</summary>
/// <param name="Setting">Its settings.</param>
/// <param name="Row">The row without figures.</param>
/// <param name="Run">A run of the row's verb with these settings; its outputs are nobody's.</param>
/// <param name="Reporter">Collects the row's warnings.</param>
internal sealed record RowContext(SweepSetting Setting, SweepRow Row, RunContext Run, RowReporter Reporter);
