using NNCompress.Coding;
using NNCompress.Compression;
using NNCompress.Models;

namespace NNCompress.Tests.Compression;

public sealed class ConfirmationTests
{
    private static readonly Network Decoded = new GraphBuilder().Input("x", -1, 2).Node("Relu", ["x"], ["y"]).Output("y").Build();

    // The smallest first; the second is hardly larger.
    private readonly Candidate[] passed = [Of(1000), Of(1004), Of(1100), Of(1300)];

    [Fact]
    public void What_passes_again_stays()
    {
        Counting judge = new(_ => -0.1);
        Candidate found = Confirmation.Of(passed, passed[0], judge, _ => Decoded, []);
        Assert.Equal(1, judge.Calls);
        Assert.Same(passed[0].Tensors, found.Tensors);
        Assert.Equal(-0.1, found.Excess);
    }

    [Fact]
    public void Larger_ones_follow_until_one_passes()
    {
        Counting judge = new(call => call < 2 ? 0.2 : 0);
        Candidate found = Confirmation.Of(passed.Reverse(), passed[0], judge, _ => Decoded, []);
        Assert.Equal(3, judge.Calls);
        Assert.Same(passed[3].Tensors, found.Tensors);
    }

    [Fact]
    public void Where_none_passes_the_one_that_exceeds_least_is_left()
    {
        Counting judge = new(call => new[] { 0.3, 0.1, 0.2 }[call]);
        Candidate found = Confirmation.Of(passed, passed[0], judge, _ => Decoded, []);
        Assert.Equal(3, judge.Calls);
        Assert.Same(passed[2].Tensors, found.Tensors);
        Assert.False(found.Passes);
    }

    [Fact]
    public void Where_the_next_is_much_larger_those_between_are_made_and_no_more_than_needed()
    {
        // 1000 and 1004 fail, 1004 because it is hardly larger; up to 1100 there is room for others.
        Counting judge = new(call => call < 2 ? 0.2 : 0);
        int made = 0;
        IEnumerable<Candidate> Finer()
        {
            foreach (int elements in new[] { 990, 1020, 1060, 1090 })
            {
                made++;
                yield return Of(elements);
            }
        }
        Candidate found = Confirmation.Of(passed, passed[0], judge, _ => Decoded, Finer());
        Assert.Equal((3, 4 * 1060, 3), (judge.Calls, found.Bytes, made));
    }

    private static Candidate Of(int elements)
    {
        Tensor weight = new("w", [elements], GraphBuilder.Noise(elements, 1));
        Candidate candidate = new(null!, 0, [TensorCoder.Encode(weight, new TensorCoding(CoderKind.Raw))], new DropEstimate(0, 0, 0, 0), 0);
        Assert.Equal(4 * elements, candidate.Bytes);
        return candidate;
    }

    private sealed class Counting(Func<int, double> excess) : ICandidateJudge
    {
        public bool TellsPoints => true;

        public int Calls { get; private set; }

        public DropEstimate Estimate(Network decoded) => new(excess(Calls++), 0, 0, 0);

        public double Excess(DropEstimate estimate) => estimate.Drop;
    }
}
