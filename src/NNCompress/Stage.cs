namespace NNCompress;

/// <summary>One stage's progress, handed to work that only knows fractions.</summary>
internal sealed class Stage(IReporter reporter, string name) : IProgress<double>
{
    public void Report(double value) => reporter.Progress(name, value);
}
