using NNCompress.Coding;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>
/// Looks for the smallest artifact that holds the budget on the search data: for each share of channels removed, the coarsest common step
/// that passes; around the best share again, finer; then each layer's own step.
/// </summary>
internal sealed class BudgetSearch
{
    private readonly IEngine engine;
    private readonly Dataset search;
    private readonly Dataset momentData;
    private readonly Dataset hard;
    private readonly Predictions baseline;
    private readonly Predictions hardBaseline;
    private readonly double budget;
    private readonly int judgeSamples;
    private readonly IReporter reporter;
    private readonly CancellationToken cancellation;
    private readonly int? jpegQuality;
    private readonly (int Height, int Width)? matrix;
    private readonly Dictionary<string, CalibratedRounding> roundings = [];
    private Candidate? best;
    private EncodingStage? bestStage;
    private int bestExponent;
    private Candidate? closest;
    private int trials;

    /// <param name="run">Engine, progress, cancellation, and the request's seed and JPEG wishes.</param>
    /// <param name="original">The network whose accuracy is to be held.</param>
    /// <param name="calibration">Data that does not judge.</param>
    /// <param name="budget">Percentage points.</param>
    /// <param name="judgedAccuracy">Of the original on the data that will judge, percent.</param>
    /// <param name="judgeSamples">Number of samples that will judge, for the margin.</param>
    public BudgetSearch(RunContext run, Network original, Dataset calibration, double budget, double judgedAccuracy, int judgeSamples)
    {
        (engine, this.budget, this.judgeSamples, reporter, cancellation) = (run.Engine, budget, judgeSamples, run.Reporter, run.Cancellation);
        (jpegQuality, matrix) = (run.Request.JpegQuality, run.Request.Matrix);
        int seed = run.Request.Seed;
        double samples = SearchSettings.MacsPerEvaluation / Math.Max(1, NetworkCost.Macs(original));
        search = calibration.Sample((int)Math.Clamp(samples, SearchSettings.FewestSamples, SearchSettings.MostSamples), seed);
        (hard, MixedShare) = DifficultyMatch.Apply(original, search, judgedAccuracy, seed + 2, (network, data) => engine.Evaluate(network, data, null, cancellation));
        momentData = calibration.Sample(SearchSettings.MomentSamples, seed + 1);
        baseline = engine.Evaluate(original, search, new Stage(reporter, "baseline"), cancellation);
        hardBaseline = MixedShare > 0 ? engine.Evaluate(original, hard, null, cancellation) : baseline;
    }

    /// <summary>Samples that the search looks at.</summary>
    public int Samples => search.Count;

    /// <summary>Share of another sample that was mixed into each, so that the search data is as hard as the judging data.</summary>
    public double MixedShare { get; }

    /// <summary>Data for statistics and moments.</summary>
    public Dataset MomentData => momentData;

    /// <summary>Searches over pruning shares and steps.</summary>
    /// <param name="source">Gives the network with at least that share of its parameters removed; asked for growing shares, then for any.</param>
    /// <param name="ratios">Shares to try.</param>
    /// <returns>The smallest candidate that passes; where none does, the one that lost least.</returns>
    public Candidate Run(Func<double, (Network Network, PruningPlan Plan)> source, IReadOnlyList<double> ratios)
    {
        List<(double Ratio, long Bytes, EncodingStage Stage, int Exponent)> found = [];
        int exponent = SearchSettings.FirstExponent;
        for (int i = 0; i < ratios.Count; i++)
        {
            reporter.Progress("search", (double)i / (ratios.Count + 4), Describe());
            EncodingStage stage = Prepare(source(ratios[i]));
            if (Coarsest(stage, exponent) is not { } passing)
                break;
            exponent = passing.Exponent;
            found.Add((ratios[i], passing.Candidate.Bytes, stage, exponent));
            // Two shares in a row that end well above the best: more pruning only buys finer steps.
            if (found.Count > 2 && found[^1].Bytes > 1.12 * found.Min(f => f.Bytes) && found[^2].Bytes > 1.06 * found.Min(f => f.Bytes))
                break;
        }
        if (found.Count == 0)
            return closest!;
        int at = found.IndexOf(found.MinBy(f => f.Bytes));
        foreach (int side in new[] { at - 1, at + 1 })
        {
            if (side < 0 || side >= found.Count)
                continue;
            reporter.Progress("search", (double)ratios.Count / (ratios.Count + 4), Describe());
            double middle = (found[at].Ratio + found[side].Ratio) / 2;
            EncodingStage stage = Prepare(source(middle));
            if (Coarsest(stage, found[at].Exponent) is { } passing)
                found.Add((middle, passing.Candidate.Bytes, stage, passing.Exponent));
        }
        (_, _, EncodingStage chosen, int chosenExponent) = found.MinBy(f => f.Bytes);
        Refine(chosen, chosenExponent);
        reporter.Progress("search", 1, Describe());
        return best!;
    }

    /// <summary>
    /// Lets JPEG compete layer by layer: the lowest quality whose error at the layer's outputs is no larger than that of quantisation takes the
    /// layer where it needs fewer bytes and the candidate still passes.
    /// </summary>
    public Candidate RaceJpeg()
    {
        if (bestStage is not { } stage || jpegQuality is not null)
            return best ?? closest!;
        Layer[] layers = [.. JpegLayers.Of(Dependencies.Of(stage.Network))];
        for (int i = 0; i < layers.Length; i++)
        {
            reporter.Progress("jpeg race", (double)i / layers.Length, Describe());
            if (Challenger(stage, layers[i]) is not { } challenger)
                continue;
            stage.Replace(challenger);
            Candidate held = best!;
            Try(stage, bestExponent);
            if (best == held)
                stage.Restore(layers[i].Weight);
        }
        reporter.Progress("jpeg race", 1, Describe());
        return best!;
    }

    private EncodedTensor? Challenger(EncodingStage stage, Layer layer)
    {
        LayerEncoder encoder = stage.Encoders.First(e => e.Layer.Weight == layer.Weight);
        EncodedTensor quantised = best!.Tensors.First(t => t.Decoded.Name == layer.Weight);
        double[] moments = stage.Moments.Of(encoder.Layer)!;
        double limit = encoder.OutputError(quantised.Decoded, moments);
        int low = 1, high = 100;
        EncodedTensor? challenger = null;
        while (low <= high)
        {
            cancellation.ThrowIfCancellationRequested();
            int quality = (low + high) / 2;
            EncodedTensor picture = JpegTensors.Smaller(stage.Network, layer, quality, matrix);
            bool precise = encoder.OutputError(picture.Decoded, moments) <= limit;
            if (precise && picture.Payload.Length < quantised.Payload.Length)
                challenger = picture;
            if (precise)
                high = quality - 1;
            else if (picture.Payload.Length >= quantised.Payload.Length)
                break;
            else
                low = quality + 1;
        }
        return challenger;
    }

    /// <summary>Estimates one encoding of one stage.</summary>
    public Candidate Try(EncodingStage stage, int exponent)
    {
        cancellation.ThrowIfCancellationRequested();
        (IReadOnlyList<EncodedTensor> tensors, Network decoded) = stage.Encode(exponent);
        DropEstimate estimate = DropEstimate.Of(baseline, engine.Evaluate(decoded, search, null, cancellation), search);
        // Samples that the network was trained on and samples mixed to be harder both overrate a drop, each in its own way: the lower counts.
        if (MixedShare > 0 && !Holds(estimate))
        {
            DropEstimate harder = DropEstimate.Of(hardBaseline, engine.Evaluate(decoded, hard, null, cancellation), hard);
            if (Excess(harder) < Excess(estimate))
                estimate = harder with { Divergence = estimate.Divergence };
        }
        Candidate candidate = new(stage.Network, stage.Plan, tensors, decoded, estimate);
        trials++;
        if (closest is null || Excess(estimate) < Excess(closest.Estimate))
            closest = candidate;
        if (Passes(candidate) && (best is null || candidate.Bytes < best.Bytes))
            (best, bestStage, bestExponent) = (candidate, stage, exponent);
        return candidate;
    }

    public EncodingStage Prepare((Network Network, PruningPlan Plan) pruned)
    {
        Dependencies dependencies = Dependencies.Of(pruned.Network);
        ActivationStatistics statistics = ActivationStatistics.Collect(engine, dependencies, momentData, null, cancellation);
        SecondMoments moments = SecondMoments.Collect(engine, dependencies, momentData, null, cancellation);
        EncodingStage stage = new(pruned.Network, pruned.Plan, dependencies, moments, new OutputSensitivity(dependencies, statistics), roundings);
        if (jpegQuality is { } quality)
        {
            foreach (Layer layer in JpegLayers.Of(dependencies))
                stage.Replace(JpegTensors.Smaller(pruned.Network, layer, quality, matrix));
        }
        return stage;
    }

    /// <summary>
    /// The search holds a margin for chance: the estimate's own standard error and that of the data that will judge, so that what passes here
    /// passes there more often than not.
    /// </summary>
    /// <returns>Percentage points by which the estimated drop exceeds what is allowed; at most 0 where the candidate passes.</returns>
    private double Excess(DropEstimate e)
    {
        double judging = judgeSamples > 0 ? 100 * Math.Sqrt(e.Disagreement / judgeSamples) : 0;
        double margin = Math.Sqrt(e.StandardError * e.StandardError + judging * judging);
        return e.Drop - Math.Max(budget - margin, 0.3 * budget);
    }

    private bool Holds(DropEstimate estimate) => Excess(estimate) <= 0;

    private bool Passes(Candidate candidate) => Holds(candidate.Estimate);

    /// <summary>The coarsest common step that passes: whole octaves until the answer turns, then halves of the gap.</summary>
    private (int Exponent, Candidate Candidate)? Coarsest(EncodingStage stage, int start)
    {
        (int Exponent, Candidate Candidate)? passing = null;
        int? failing = null;
        double divergence = 0;
        int next = Math.Clamp(start, SearchSettings.LowestExponent, SearchSettings.HighestExponent);
        while (next >= SearchSettings.LowestExponent && next <= SearchSettings.HighestExponent)
        {
            Candidate candidate = Try(stage, next);
            if (Passes(candidate))
                passing = (next, candidate);
            else if (passing is null && failing is not null && candidate.Estimate.Divergence > 0.9 * divergence)
                break; // Finer steps no longer help: what was removed is too much.
            else
                failing = next;
            divergence = candidate.Estimate.Divergence;
            if (passing is { } low && failing is { } high && high - low.Exponent <= 1)
                break;
            next = passing is null ? next - 4 : failing is null ? next + 4 : (passing.Value.Exponent + failing.Value) / 2;
        }
        return passing;
    }

    /// <summary>Gives each layer its own step where the divergence saved or spent is worth the bytes at the common step's rate of exchange.</summary>
    private void Refine(EncodingStage stage, int exponent)
    {
        for (int round = 0; round < 2; round++)
        {
            Candidate centre = Try(stage, exponent), coarser = Try(stage, exponent + 1);
            bool improved = false;
            double exchange = (coarser.Estimate.Divergence - centre.Estimate.Divergence) / Math.Max(1, centre.Bytes - coarser.Bytes);
            if (!(exchange > 0))
                return;
            // A layer that takes hardly any bytes is not worth a trial.
            foreach (LayerEncoder encoder in stage.Encoders.Where(e => BytesOf(e) > centre.Bytes / 32).OrderByDescending(BytesOf).ToList())
            {
                foreach (int move in new[] { 2, -2 })
                {
                    string weight = encoder.Layer.Weight;
                    int before = stage.Offsets.GetValueOrDefault(weight);
                    stage.Offsets[weight] = before + move;
                    Candidate moved = Try(stage, exponent);
                    double gain = exchange * (centre.Bytes - moved.Bytes) - (moved.Estimate.Divergence - centre.Estimate.Divergence);
                    if (gain > 0)
                    {
                        (centre, improved) = (moved, true);
                        break;
                    }
                    stage.Offsets[weight] = before;
                }
            }
            if (!improved || Coarsest(stage, exponent) is not { } passing)
                return;
            exponent = passing.Exponent;
            reporter.Progress("search", 0.9 + 0.05 * round, Describe());

            int BytesOf(LayerEncoder encoder) => centre.Tensors.First(t => t.Decoded.Name == encoder.Layer.Weight).Payload.Length;
        }
    }

    private string Describe() => best is null
        ? $"{trials} tried, none passes yet"
        : FormattableString.Invariant($"{trials} tried, best {best.Bytes:N0} bytes at {best.Estimate.Drop:0.00} points");
}
