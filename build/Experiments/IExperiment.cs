namespace Experiments;

/// <summary>A question, the trials that answer it, and what the page says of them.</summary>
internal interface IExperiment
{
    /// <summary>Short, for the command line and file names.</summary>
    string Name { get; }

    string Title { get; }

    /// <summary>What <see cref="TrialResult.Removed"/> is a share of.</summary>
    string Measure => "parameters removed";

    /// <summary>What was done, in a few sentences of Markdown.</summary>
    string Explanation { get; }

    /// <summary>The first trial of each seed is the whole network, from which changes are counted.</summary>
    IEnumerable<Trial> Trials(int seed);
}
