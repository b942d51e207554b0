namespace NNCompress.Pruning.Lottery;

/// <summary>A network of the lottery after its training.</summary>
/// <param name="Round">Prunings that it has behind it; 0 for the dense network.</param>
/// <param name="Parameters">Floating-point numbers in it.</param>
/// <param name="NonZero">Those that are not zero.</param>
/// <param name="Epochs">Epochs of its training; 0 where the network came trained.</param>
/// <param name="Loss">Mean training loss of the last epoch; NaN where the network came trained.</param>
/// <param name="Accuracy">Percent on the validation data; NaN without.</param>
public sealed record LotteryRound(int Round, long Parameters, long NonZero, int Epochs, double Loss, double Accuracy);
