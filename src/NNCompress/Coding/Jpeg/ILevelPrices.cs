namespace NNCompress.Coding.Jpeg;

/// <summary>What levels cost in bits.</summary>
internal interface ILevelPrices
{
    /// <summary>The level with the least error² · <paramref name="scale"/> + <paramref name="lambda"/> · bits among the two nearest and zero.</summary>
    /// <param name="levels">The row's others.</param>
    /// <param name="coefficient">Which one.</param>
    /// <param name="position">Where the coefficient stands, in steps.</param>
    /// <param name="scale">Output error of one squared step.</param>
    /// <param name="lambda">Output error that one bit is worth.</param>
    int Choose(ReadOnlySpan<int> levels, int coefficient, double position, double scale, double lambda);
}
