namespace Experiments;

/// <summary>One method at one strength with one seed.</summary>
/// <param name="Series">The method, as the table names it.</param>
/// <param name="Point">The strength, as the table names it.</param>
/// <param name="Seed">Of everything drawn.</param>
/// <param name="Run">Does it.</param>
internal sealed record Trial(string Series, string Point, int Seed, Func<CancellationToken, TrialResult> Run);
