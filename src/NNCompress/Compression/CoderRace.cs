using NNCompress.Coding;

namespace NNCompress.Compression;

/// <summary>
/// Lets other coders compete with calibrated rounding layer by layer. Which one takes a layer is decided by what the search is after, the bytes of the smallest artifact that passes as a rule;
/// what is reported is each coder's bytes for that layer at the same error at the outputs.
/// </summary>
/// <param name="search">Holds the best candidate so far.</param>
/// <param name="reporter">Told how far it is.</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class CoderRace(IStepSearch search, IReporter reporter, CancellationToken cancellation)
{
    // A comparison tries that often, within so many octaves of the candidate's own λ, and is content that many octaves below the error that is asked for.
    private const int Comparisons = 6, Octaves = 12;
    private const double Margin = 0.03, FirstSlope = 0.75;

    /// <summary>A coder that needs so many times the bytes for the same output error is not tried further.</summary>
    private const double Hopeless = 1.5;

    /// <summary>Runs the race; the search's outcome is what it found.</summary>
    public void Run()
    {
        if (search.Best is not { } start)
            return;
        EncodingStage stage = start.Stage;
        string[] weights = [.. stage.Weights.Where(w => stage.Rivals(w).Count > 0)];
        for (int i = 0; i < weights.Length; i++)
        {
            foreach (ILayerCoder rival in stage.Rivals(weights[i]))
            {
                cancellation.ThrowIfCancellationRequested();
                reporter.Progress("coder race", (double)i / weights.Length);
                Candidate held = search.Best!;
                ILayerCoder? holder = stage.Chosen(weights[i]);
                EncodedTensor coded = held.Tensors.First(t => t.Name == weights[i]);
                if (!(Least(stage, rival, held.Exponent, stage.OutputError(coded.Decoded)) <= Hopeless * coded.Bytes))
                    continue;
                stage.Choose(weights[i], rival);
                if (search.AtLimit(stage, held.Exponent) is { } passing && search.IsBetter(passing, held))
                    new StepRefinement(search, stage).Run(passing.Exponent); // Steps were shared out for the other coder.
                else
                    stage.Choose(weights[i], holder);
            }
        }
        reporter.Progress("coder race", 1);
    }

    /// <summary>The candidate with each tensor told what the other coders would have taken for it.</summary>
    public Candidate Compared(Candidate candidate)
    {
        EncodingStage stage = candidate.Stage;
        return candidate with { Tensors = [.. candidate.Tensors.Select(t => With(t))] };

        EncodedTensor With(EncodedTensor tensor)
        {
            if (stage.Weights.All(w => w != tensor.Name) || stage.Rivals(tensor.Name).Count == 0)
                return tensor;
            IEnumerable<ILayerCoder> rivals = stage.Rivals(tensor.Name).Append(stage.Quantised(tensor.Name));
            double limit = stage.OutputError(tensor.Decoded);
            return tensor with { Rivals = [.. rivals.Where(r => r.Kind != tensor.Coder).Select(r => new Rival(r.Kind, Least(stage, r, candidate.Exponent, limit)))] };
        }
    }

    /// <summary>The fewest bytes found whose output error is no larger than the limit: λ is closed in on along log error over log λ (secants).</summary>
    private long? Least(EncodingStage stage, ILayerCoder coder, int exponent, double limit)
    {
        double goal = Math.Log2(Math.Max(limit, 1e-300)) - Margin;
        double at = 0, slope = FirstSlope;
        (double At, double Error)? previous = null;
        long? least = null;
        for (int i = 0; i < Comparisons; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            EncodedTensor tried = coder.Encode(EncodingStage.Lambda(exponent) * Math.Pow(2, at));
            double error = Math.Log2(Math.Max(stage.OutputError(tried.Decoded), 1e-300));
            if (error <= goal + Margin)
                least = Math.Min(least ?? long.MaxValue, tried.Bytes);
            if (Math.Abs(error - goal) < Margin)
                break;
            if (previous is { } before && before.At != at)
                slope = Math.Clamp((error - before.Error) / (at - before.At), 0.2, 2);
            previous = (at, error);
            at = Math.Clamp(at + ((goal - error) / slope), -Octaves, Octaves);
        }
        return least;
    }
}
