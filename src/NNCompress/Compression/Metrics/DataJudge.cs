using NNCompress.Data;
using NNCompress.Models;

namespace NNCompress.Compression.Metrics;

/// <summary>Judges by the request's metric on data.</summary>
internal sealed class DataJudge : IJudge
{
    private readonly RunContext run;
    private readonly Dataset data;

    /// <param name="run">Runs networks.</param>
    /// <param name="data">Samples that nothing is fitted to or chosen by, with the labels that the metric needs.</param>
    /// <param name="original">What networks are compared with.</param>
    public DataJudge(RunContext run, Dataset data, Network original)
    {
        (this.run, this.data) = (run, data);
        Measure = Metrics.Measure.Of(run.Request.Metric, data, run.Evaluate(original, data, "judge original"));
    }

    public IMeasure Measure { get; }

    public string Metric => run.Request.Metric.Name();

    public bool IsError => run.Request.Metric.IsError();

    public double Original => Measure.Original;

    public int? Samples => data.Count;

    public Verdict Judge(Network network, string stage) => Measure.Compare(run.Evaluate(network, data, stage));
}
