namespace Plugins;

/// <summary>What became of a part.</summary>
/// <param name="Part">Its name.</param>
/// <param name="Suite">What was asked of it.</param>
/// <param name="Result">How many tests passed, or why there were none.</param>
/// <param name="Failed">True where a test failed or the part's own code does not build; a part whose packages cannot be had has not failed.</param>
/// <param name="Versions">Of the packages that it ran with.</param>
internal sealed record Outcome(string Part, string Suite, string Result, bool Failed, IReadOnlyList<string> Versions);
