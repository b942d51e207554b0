using NNCompress.Coding;
using NNCompress.Compression.Metrics;
using NNCompress.Compression.Trials;
using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression.Shrinking;

/// <summary>What <c>compress --fine-tune</c> does between the search without training and the gate.</summary>
internal sealed class ShrinkStage
{
    private readonly RunContext run;
    private readonly RoundTraining training;

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
        Parts = TrainingParts.Of(request, roles, dependencies.Network);
        training = new RoundTraining(run, Parts.Learnt);
        TrainingOptions options = request.Training.Over(ShrinkSettings.Tuning, request.Seed);
        // Labels are checked as a whole; the answers that stand for missing ones fit by themselves.
        TrainingSet tried = new FineTuning(run.Engine, run.Reporter) { Teacher = dependencies.Network }
            .Lesson(Parts.Learnt.Labels is null ? Parts.Learnt.Range(0, 1) : Parts.Learnt, options.Loss, 0, run.Cancellation);
        run.Engine.Begin(dependencies.Network.Clone(), tried, options).Dispose();
    }

    public TrainingParts Parts { get; }

    /// <param name="network">The original: its accuracy is to be held.</param>
    /// <param name="judge">Says which rounds hold the budget.</param>
    /// <param name="start">Found without training; its channels have left before training starts.</param>
    /// <param name="bytes">Of its tensors' sections.</param>
    /// <param name="passes">Whether it holds the budget.</param>
    /// <returns>A network that is well smaller than the one without training, or holds the budget where that does not; null where training makes none.</returns>
    public ShrunkNetwork? Run(Network network, ICandidateJudge judge, PrunedNetwork start, long bytes, bool passes)
    {
        ShrunkNetwork? shrunk = new Shrinker(run, network, training, judge).Run(start, bytes);
        return shrunk is not null && (shrunk.Bytes < ShrinkSettings.WorthIt * bytes || !passes) ? shrunk : null;
    }

    /// <summary>Trains what is left of a network on the original's answers, and on labels where there are any.</summary>
    /// <param name="original">The original.</param>
    /// <param name="pruned">Stays as it is.</param>
    public TrainedRound Tune(Network original, Network pruned) =>
        training.Tune(pruned, original, new RoundReporter(run.Reporter, 0, null));

    /// <summary>One descent to a size instead of rounds until the budget is spent.</summary>
    /// <param name="bytes">The most that the whole artifact may have.</param>
    /// <param name="network">The original.</param>
    /// <param name="judge">Estimates what rounds lose.</param>
    /// <param name="start">Found without training, larger than the target; its channels have left before training starts.</param>
    /// <param name="tensors">Its encoded constants.</param>
    /// <returns>A network of at most that size; null where training does not get there.</returns>
    public ShrunkNetwork? RunTo(long bytes, Network network, ICandidateJudge judge, PrunedNetwork start, IReadOnlyList<EncodedTensor> tensors)
    {
        long overhead = NnzWriter.Length(start.Network, tensors) - tensors.Sum(t => (long)t.Bytes);
        return new Shrinker(run, network, training, judge).RunTo(bytes, start, overhead);
    }

    /// <summary>Says by the metric, on samples held out of the training data, which networks hold the budget; without labels by what the original's answers let expect.</summary>
    /// <param name="network">The original.</param>
    /// <param name="heldOut">Never trained on.</param>
    /// <param name="judge">Will judge: only the original's figure and the number of samples are looked at.</param>
    /// <param name="budget">Points.</param>
    /// <param name="part">Where many candidates are tried: tells its estimates from those on other samples. Null for a few rounds.</param>
    public ICandidateJudge JudgeOf(Network network, Dataset heldOut, DataJudge judge, double budget, string? part = null) => judge.Measure is RightAnswers answers && heldOut.Labels is not null
        ? new HeldOutJudge(run, network, heldOut, answers.Original, answers.Count, budget, RightAnswers.Places(run.Request.Metric)) { OfMany = part is not null }
        : new CandidateJudge(run, network, heldOut, budget, judge.Measure, part ?? "round");

    /// <summary>Where no round pays: as of <see cref="DeeperSearch"/>.</summary>
    public ShrunkNetwork? Deepen(SearchStart start, Candidate untrained, DataJudge judge, double budget) =>
        new DeeperSearch(run, this, from => new SearchRun(run, from, Parts.HeldOut, (samples, part) => JudgeOf(start.Original, samples, judge, budget, "deeper " + part), null)).Run(start, untrained);

    private NncException Unfit(string option, string why) =>
        new("NNC1070", run.Request.ModelPath, $"{option} cannot be followed when compress fine-tunes: {why}. Leave out {option}, or --fine-tune.");
}
