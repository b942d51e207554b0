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
    // A comparison halves a range of λ from 2^-12 to 2^12 times the candidate's own that often.
    private const int Octaves = 12, Comparisons = 7;

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
                stage.Choose(weights[i], rival);
                if (search.AtLimit(stage, held.Exponent) is not { } passing || !search.IsBetter(passing, held))
                    stage.Choose(weights[i], holder);
            }
        }
        reporter.Progress("coder race", 1);
    }

    /// <summary>The candidate with each tensor told what the other coders would have taken for it.</summary>
    public Candidate Compared(Candidate candidate)
    {
        EncodingStage stage = candidate.Stage;
        Dictionary<string, EncodedTensor> quantised = [];
        return candidate with { Tensors = [.. candidate.Tensors.Select(t => With(t))] };

        EncodedTensor With(EncodedTensor tensor)
        {
            if (stage.Weights.All(w => w != tensor.Decoded.Name) || stage.Rivals(tensor.Decoded.Name).Count == 0)
                return tensor;
            IEnumerable<ILayerCoder> rivals = stage.Rivals(tensor.Decoded.Name).Append(stage.Quantised(tensor.Decoded.Name));
            double limit = stage.OutputError(tensor.Decoded);
            return tensor with { Rivals = [.. rivals.Where(r => r.Kind != tensor.Coder).Select(r => new Rival(r.Kind, Least(stage, r, candidate.Exponent, limit)))] };
        }
    }

    /// <summary>Bytes at the largest λ, to a fraction of an octave, whose output error is no larger than the limit.</summary>
    private long? Least(EncodingStage stage, ILayerCoder coder, int exponent, double limit)
    {
        double below = -Octaves, above = Octaves;
        long? least = null;
        for (int i = 0; i < Comparisons; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            double middle = (below + above) / 2;
            EncodedTensor tried = coder.Encode(EncodingStage.Lambda(exponent) * Math.Pow(2, middle));
            bool precise = stage.OutputError(tried.Decoded) <= limit;
            if (precise)
                least = Math.Min(least ?? long.MaxValue, tried.Payload.Length);
            (below, above) = precise ? (middle, above) : (below, middle);
        }
        return least;
    }
}
