using NNCompress.Data;

namespace NNCompress.Compression.Outside;

/// <summary>
/// Looks for the smallest artifact that holds the budget by the user's program, with calibration data that the engine can feed the network. The engine's hundreds of trials find
/// the smallest network within a divergence from the original's outputs; the program's few tell what divergence costs. Its figures are read together, as a drop in
/// proportion to the divergence: of many noisy ones, the best alone would be the luckiest.
/// </summary>
internal sealed class GuidedSearch
{
    /// <summary>A divergence (nats of classes) that costs an accuracy of nine in ten about half a point.</summary>
    private const double FirstLimit = 0.01;

    /// <summary>Searches over all shares; a divergence that the next would have and one that the last had, this near each other, choose the same share.</summary>
    private const int MostPasses = 3;

    /// <inheritdoc cref="MostPasses"/>
    private const double Near = 1.6;

    /// <summary>How far the next divergence may be from the last.</summary>
    private const double Furthest = 8;

    /// <summary>Steps around a found one, in quarter octaves, that are measured too.</summary>
    private static readonly int[] Around = [0, -2, 2];

    /// <summary>Measurements that tell of a divergence: those within this factor of it.</summary>
    private const double Local = 6;

    /// <summary>Steps of the whole network that are measured where nothing else passes.</summary>
    private const int MostFiner = 8;

    /// <summary>Refined networks that are measured.</summary>
    private const int MostRefined = 3;

    private readonly RunContext run;
    private readonly SearchStart start;
    private readonly Dataset calibration;
    private readonly ProgramCandidates program;
    private readonly List<Candidate> measured = [];
    private DivergenceLimit? limit;

    /// <param name="run">The run.</param>
    /// <param name="start">What the search starts from.</param>
    /// <param name="calibration">Does not judge; labels are not looked at.</param>
    /// <param name="program">Measures.</param>
    public GuidedSearch(RunContext run, SearchStart start, Dataset calibration, ProgramCandidates program) =>
        (this.run, this.start, this.calibration, this.program) = (run, start, calibration, program);

    /// <returns>The smallest network that is expected to hold the budget, and measured to; where none does, the one that lost least.</returns>
    public Candidate Run()
    {
        double wanted = FirstLimit;
        Candidate found = Engine(wanted).Rough(start.At, start.Ratios);
        for (int pass = 1; ; pass++)
        {
            foreach (int step in Around)
                Measure(found, found.Exponent + step);
            double held = Held(wanted);
            bool near = held < Near * wanted && wanted < Near * held;
            wanted = held;
            if (near || pass == MostPasses)
                break;
            found = Engine(wanted).Rough(start.At, start.Ratios);
        }
        Refine(found.Stage.Pruned, wanted);
        return measured.Where(Passes).MinBy(c => c.Bytes) ?? Whole();
    }

    /// <summary>Where figures do not follow the divergence: the whole network in ever finer steps, until one passes; else what lost least.</summary>
    private Candidate Whole()
    {
        Candidate whole = Engine(FirstLimit).Rough(start.At, [start.Ratios[0]]);
        for (int i = 0, exponent = whole.Exponent; i < MostFiner && exponent >= SearchSettings.LowestExponent; i++, exponent -= SearchSettings.Octave)
        {
            Measure(whole, exponent);
            if (measured[^1].Passes)
                return measured[^1];
        }
        return measured.MinBy(c => c.Estimate.Drop)!;
    }

    /// <summary>Steps and coders for each layer at the divergence that holds, and at what that turns out to be once they are measured.</summary>
    private void Refine(PrunedNetwork pruned, double wanted)
    {
        SearchRun engine = Engine(wanted);
        engine.Rough(_ => pruned, [0]);
        Candidate refined = engine.Refined();
        for (int i = 0; i < MostRefined; i++)
        {
            Measure(refined);
            limit!.Limit = Held(limit.Limit);
            if (engine.AtLimit(refined) is not { } moved || moved.Exponent == refined.Exponent)
                return;
            refined = moved;
        }
    }

    private bool Passes(Candidate candidate) =>
        candidate.Estimate.Drop <= program.Budget && Cost(candidate.Estimate.Divergence) * candidate.Estimate.Divergence <= program.Allowed * (1 + 1e-6);

    /// <summary>The divergence that is expected to cost what the search may spend.</summary>
    private double Held(double near) => Math.Clamp(program.Allowed / Math.Max(Cost(near), 1e-12), near / Furthest, near * Furthest);

    /// <summary>Points a unit of divergence, about this one: the ratio of both sums over what was measured.</summary>
    private double Cost(double near)
    {
        Candidate[] local = [.. measured.Where(c => c.Estimate.Divergence < Local * near && near < Local * c.Estimate.Divergence)];
        local = local.Length > 0 ? local : [.. measured];
        return local.Sum(c => c.Estimate.Drop) / Math.Max(local.Sum(c => c.Estimate.Divergence), 1e-12);
    }

    private void Measure(Candidate found, int exponent)
    {
        IReadOnlyList<Coding.EncodedTensor> tensors = found.Stage.Encode(exponent);
        Measure(new Candidate(found.Stage, exponent, tensors, limit!.Estimate(found.Stage.Decoded(tensors)), 0));
    }

    private void Measure(Candidate candidate)
    {
        if (measured.Any(c => c.Estimate.Divergence == candidate.Estimate.Divergence && c.Bytes == candidate.Bytes))
            return;
        run.Reporter.Progress("evaluator", 0, $"{measured.Count} measured");
        double drop = program.Estimate(candidate.Stage.Decoded(candidate.Tensors)).Drop;
        run.Reporter.Info(FormattableString.Invariant($"measured {measured.Count + 1}: {candidate.Bytes:N0} bytes, drop {drop:0.00} points at a divergence of {candidate.Estimate.Divergence:G3}"));
        measured.Add(candidate with { Estimate = candidate.Estimate with { Drop = drop }, Excess = drop - program.Allowed });
        run.Details?.Tried(candidate.Stage.Network, candidate.Bytes, measured[^1].Estimate, measured[^1].Passes);
    }

    private SearchRun Engine(double divergence)
    {
        SearchRun engine = new(run, start, calibration, (samples, _) => limit ??= new DivergenceLimit(run, start.Original, samples), null);
        limit!.Limit = divergence;
        return engine;
    }
}
