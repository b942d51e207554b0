namespace NNCompress;

/// <summary>Where long work tells what it does. Implementations are called from one thread at a time.</summary>
public interface IReporter
{
    /// <summary>Progress of the stage that is running.</summary>
    /// <param name="stage">For example <c>search</c>; a new name ends the stage before.</param>
    /// <param name="fraction">0 to 1.</param>
    /// <param name="detail">What has been found so far, or null.</param>
    void Progress(string stage, double fraction, string? detail = null);

    /// <summary>A line worth reading.</summary>
    void Info(string message);

    /// <summary>Something the user should know though the work goes on.</summary>
    /// <param name="code"><c>NNC</c> and four digits.</param>
    /// <param name="path">The file that it is about, or null.</param>
    /// <param name="message">One line.</param>
    void Warning(string code, string? path, string message);
}
