using NNCompress.Compression.Shrinking;

namespace NNCompress.Tests.Compression.Shrinking;

/// <summary>What a weight is worth for a bit.</summary>
public sealed class RateSalienceTests
{
    [Fact]
    public void Energy_of_one_gradient_is_that_of_its_rows_and_columns()
    {
        GradientEnergy energy = new(3, 2);
        // The outer product of (1, 2, 3) and (2, 1): its squares factor exactly.
        energy.Add(new FixedParameter(new float[6], [2, 1, 4, 2, 6, 3]));
        (double[] rows, double[] columns) = energy.Factors();
        double[] products = [.. rows.SelectMany(r => columns.Select(c => r * c))];
        Assert.Equal([4, 1, 16, 4, 36, 9], products, (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Of_equal_weights_the_one_in_an_emptier_row_is_worth_less_and_a_larger_one_more()
    {
        float[] weights = [1, 1, 1, 0, 2, 1, 1, 1];
        GradientEnergy energy = new(4, 2);
        energy.Add(new FixedParameter(weights, [1, 1, 1, 1, 1, 1, 1, 1]));
        float[] salience = new float[8];
        RateSalience.Measure(new GridTensor(new FixedParameter(weights)), energy, salience);
        Assert.Equal(0, salience[3]);
        Assert.True(salience[2] < salience[0], $"{salience[2]} in the emptier row, {salience[0]} in a full one");
        Assert.True(salience[4] > 3 * salience[6], $"{salience[4]} for twice the weight, {salience[6]} for it");
    }

    [Fact]
    public void Weights_without_a_gradient_are_worth_nothing()
    {
        GradientEnergy energy = new(2, 2);
        energy.Add(new FixedParameter(new float[4], [1, 0, 1, 0]));
        float[] salience = new float[4];
        RateSalience.Measure(new GridTensor(new FixedParameter([1, 1, 1, 1])), energy, salience);
        Assert.True(salience[0] > 0 && salience[2] > 0);
        Assert.Equal((0, 0), (salience[1], salience[3]));
    }
}
