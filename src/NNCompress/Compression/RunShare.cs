using NNCompress.Compression.Metrics;
using NNCompress.Compression.Outside;

namespace NNCompress.Compression;

/// <summary>What runs on the same model and data have in common, so that it is read and measured once.</summary>
/// <param name="Roles">The data.</param>
/// <param name="Judge">Has measured the model already.</param>
/// <param name="Evaluator">The user's program with what it was asked; null where data judges.</param>
internal sealed record RunShare(DataRoles Roles, IJudge Judge, Evaluator? Evaluator);
