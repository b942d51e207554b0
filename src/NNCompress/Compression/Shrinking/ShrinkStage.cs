using NNCompress.Coding;
using NNCompress.Data;
using NNCompress.Engines;
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
    /// <param name="judging">The data that judges: only its size and the accuracy on it are looked at.</param>
    /// <param name="original">The original's answers on the judging data: only their accuracy and number are looked at.</param>
    /// <param name="budget">Percentage points.</param>
    /// <param name="candidate">Found without training; its channels have left before training starts.</param>
    /// <returns>A network that is well smaller than the candidate, or holds the budget where that does not; null where training makes none.</returns>
    public ShrunkNetwork? Run(Network network, Dataset judging, Predictions original, double budget, Candidate candidate)
    {
        HeldOutJudge judge = new(run, network, Parts.HeldOut, Accuracy.Percent(original, judging), judging.Count, budget);
        ShrunkNetwork? shrunk = new Shrinker(run, network, Parts.Learnt, judge).Run(candidate.Stage.Pruned, candidate.Bytes);
        return shrunk is not null && (shrunk.Bytes < ShrinkSettings.WorthIt * candidate.Bytes || !candidate.Passes) ? shrunk : null;
    }

    /// <summary>One descent to a size instead of rounds until the budget is spent.</summary>
    /// <param name="bytes">The most that the whole artifact may have.</param>
    /// <param name="network">The original.</param>
    /// <param name="judging">The data that judges: only its size and the accuracy on it are looked at.</param>
    /// <param name="original">The original's answers on the judging data: only their accuracy and number are looked at.</param>
    /// <param name="budget">Percentage points; null for none.</param>
    /// <param name="start">Found without training, larger than the target; its channels have left before training starts.</param>
    /// <returns>A network of at most that size; null where training does not get there.</returns>
    public ShrunkNetwork? RunTo(long bytes, Network network, Dataset judging, Predictions original, double? budget, Candidate start)
    {
        HeldOutJudge judge = new(run, network, Parts.HeldOut, Accuracy.Percent(original, judging), judging.Count, budget ?? 100);
        return new Shrinker(run, network, Parts.Learnt, judge).RunTo(bytes, start.Stage.Pruned, NnzWriter.Write(start.Stage.Network, start.Tensors).Length - start.Bytes);
    }

    private NncException Unfit(string option, string why) =>
        new("NNC1070", run.Request.ModelPath, $"{option} cannot be followed when compress fine-tunes: {why}. Leave out {option}, or --fine-tune.");
}
