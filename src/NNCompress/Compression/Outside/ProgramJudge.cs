using NNCompress.Compression.Metrics;
using NNCompress.Models;
using NNCompress.Reports;

namespace NNCompress.Compression.Outside;

/// <summary>Judges by the user's program. Its figures are taken as they are: more is better, a point is one of its units.</summary>
internal sealed class ProgramJudge : IJudge
{
    private readonly Evaluator evaluator;

    /// <param name="evaluator">Measures.</param>
    /// <param name="original">What networks are compared with.</param>
    /// <exception cref="NncException">NNC2132–2135: the program failed.</exception>
    public ProgramJudge(Evaluator evaluator, Network original)
    {
        this.evaluator = evaluator;
        Original = evaluator.Measure(original, EvaluatorRole.Judge);
    }

    public string Metric => MetricText.Evaluator;

    public bool IsError => false;

    public double Original { get; }

    public int? Samples => null;

    public Verdict Judge(Network network, string stage)
    {
        double now = evaluator.Measure(network, EvaluatorRole.Judge);
        return new Verdict(Original, now, Original - now, null);
    }
}
