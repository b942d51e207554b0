namespace NNCompress.Reports;

/// <summary>What a program of the user's has been asked.</summary>
/// <param name="Command">As it was given.</param>
/// <param name="Calls">How often it was run.</param>
/// <param name="Seconds">All runs together.</param>
/// <param name="TellsRole">Whether it was told when it searches and when it judges; otherwise the same samples may have done both.</param>
public sealed record EvaluatorUse(string Command, int Calls, double Seconds, bool TellsRole);
