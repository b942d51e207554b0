using NNCompress.Data;

namespace NNCompress.Tests.Data;

/// <summary>Parts of a dataset, and parts of those: samples 0 to 9 of two values, 10·i and 10·i + 1.</summary>
public class DatasetPartTests
{
    private static readonly Dataset Whole = new(
        "hand", [2], [.. Enumerable.Range(0, 10).SelectMany(i => new[] { 10f * i, (10f * i) + 1 })], [.. Enumerable.Range(0, 10)], new Scaling(1, [], []), [.. Enumerable.Range(0, 30).Select(i => (float)i)]);

    [Fact]
    public void A_range_has_its_samples_labels_and_targets()
    {
        Check(Whole.Range(3, 4), 3, 4, 5, 6);
        Check(Whole.Range(3, 4).Range(1, 2), 4, 5);
        Check(Whole.Range(10, 0));
    }

    [Fact]
    public void So_has_a_selection_in_its_order_and_a_part_of_it()
    {
        Dataset selected = Whole.Select([7, 2, 2, 9, 0]);
        Check(selected, 7, 2, 2, 9, 0);
        Check(selected.Range(1, 3), 2, 2, 9);
        Check(selected.Select([4, 0]), 0, 7);
        Check(Whole.Range(5, 5).Select([0, 4]), 5, 9);
        Check(Whole.Range(5, 5).Select([4, 3, 1]).Range(1, 1), 8);
    }

    [Fact]
    public void Parts_take_no_memory_for_samples_until_an_array_is_asked_for()
    {
        Dataset large = new("large", [1 << 10], new float[1 << 20], null, new Scaling(1, [], []));
        large.Sample(10, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        (Dataset first, Dataset second) = large.Split(3);
        Dataset part = first.Range(10, 400);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 100_000);
        Assert.Equal((512, 512, 400 << 10), (first.Count, second.Count, part.Inputs.Length));
        Assert.Same(large.Inputs, large.Range(0, large.Count).Inputs);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void What_is_outside_a_part_is_not_to_be_had(int sample)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Whole.Range(3, 4).CopyInputs(sample, 1, new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Whole.Select([1, 2, 3, 4]).CopyInputs(sample, 1, new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Whole.Range(3, 4).CopyInputs(2, 3, new float[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Whole.Range(3, 4).Range(Math.Min(sample, 3), 2));
    }

    private static void Check(Dataset part, params int[] samples)
    {
        Assert.Equal(samples.Length, part.Count);
        float[] values = [.. samples.SelectMany(i => new[] { 10f * i, (10f * i) + 1 })], copied = new float[(2 * samples.Length) + 1], one = new float[2];
        for (int i = 0; i < samples.Length; i++)
        {
            part.CopyInputs(i, 1, one);
            Assert.Equal(values[(2 * i)..((2 * i) + 2)], one);
        }
        part.CopyInputs(0, part.Count, copied);
        Assert.Equal([.. values, 0], copied);
        Assert.Equal(values, part.Inputs);
        Assert.Equal(samples, part.Labels);
        Assert.Equal(samples.SelectMany(i => Enumerable.Range(3 * i, 3)).Select(i => (float)i), part.Targets);
    }
}
