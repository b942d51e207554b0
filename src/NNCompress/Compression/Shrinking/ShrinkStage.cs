using NNCompress.Coding;
using NNCompress.Compression.Metrics;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression.Shrinking;

/// <summary>What <c>compress --fine-tune</c> does between the search without training and the gate.</summary>
internal sealed class ShrinkStage
{
    private readonly RunContext run;

    /// <summary>Looks at all that can be wrong before any time is spent.</summary>
    /// <exception cref="NncException">
    /// NNC1070: an option that rounds of training cannot follow. NNC1050: too little training data to hold some out. NNC2020–2043: the network, or
    /// the data, cannot be trained.
    /// </exception>
    public ShrinkStage(RunContext run, Dependencies dependencies, DataRoles roles)
    {
        CompressionRequest request = run.Request;
        this.run = run;
        if (request.JpegQuality is not null)
            throw Unfit("--jpeg", "training settles the weights on the levels of the quantised coder, and JPEG has others");
        if (request.Training.Patience > 0)
            throw Unfit("--patience", "each round leads to a size by its last step, and ends there");
        Parts = TrainingParts.Of(request, roles);
        TrainingOptions options = request.Training.Over(ShrinkSettings.Tuning, request.Seed);
        run.Engine.Begin(dependencies.Network.Clone(), new TrainingSet(Parts.Learnt), options).Dispose();
    }

    public TrainingParts Parts { get; }

    /// <param name="network">The original: its accuracy is to be held.</param>
    /// <param name="judge">Will judge: only the original's figure and the number of samples are looked at.</param>
    /// <param name="budget">Points.</param>
    /// <param name="candidate">Found without training; its channels have left before training starts.</param>
    /// <returns>A network that is well smaller than the candidate, or holds the budget where that does not; null where training makes none.</returns>
    public ShrunkNetwork? Run(Network network, DataJudge judge, double budget, Candidate candidate)
    {
        ShrunkNetwork? shrunk = new Shrinker(run, network, Parts.Learnt, Rounds(network, judge, budget)).Run(candidate.Stage.Pruned, candidate.Bytes);
        return shrunk is not null && (shrunk.Bytes < ShrinkSettings.WorthIt * candidate.Bytes || !candidate.Passes) ? shrunk : null;
    }

    /// <summary>One descent to a size instead of rounds until the budget is spent.</summary>
    /// <param name="bytes">The most that the whole artifact may have.</param>
    /// <param name="network">The original.</param>
    /// <param name="judge">Will judge: only the original's figure and the number of samples are looked at.</param>
    /// <param name="budget">Points; null for none.</param>
    /// <param name="start">Found without training, larger than the target; its channels have left before training starts.</param>
    /// <returns>A network of at most that size; null where training does not get there.</returns>
    public ShrunkNetwork? RunTo(long bytes, Network network, DataJudge judge, double? budget, Candidate start)
    {
        return new Shrinker(run, network, Parts.Learnt, Rounds(network, judge, budget ?? 100)).RunTo(bytes, start.Stage.Pruned, NnzWriter.Length(start.Stage.Network, start.Tensors) - start.Bytes);
    }

    /// <summary>Says which rounds hold the budget.</summary>
    private ICandidateJudge Rounds(Network network, DataJudge judge, double budget) => judge.Measure is RightAnswers answers
        ? new HeldOutJudge(run, network, Parts.HeldOut, answers.Original, answers.Count, budget, RightAnswers.Places(run.Request.Metric))
        : new CandidateJudge(run, network, Parts.HeldOut, budget, judge.Measure);

    private NncException Unfit(string option, string why) =>
        new("NNC1070", run.Request.ModelPath, $"{option} cannot be followed when compress fine-tunes: {why}. Leave out {option}, or --fine-tune.");
}
