using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Pruning.Gates;

namespace NNCompress.Tests.Pruning.Gates;

public sealed class ExpectedParametersTests
{
    [Theory]
    [MemberData(nameof(Names))]
    public void Probabilities_of_0_and_1_give_the_size_of_the_cut_network(string name)
    {
        Network network = Topologies.All[name]();
        Dependencies dependencies = Dependencies.Of(network);
        HashSet<int> removed = [.. dependencies.Groups.Where(g => g.Locked is null).SelectMany(g => g.Units.Where((_, i) => i % 3 == 1))];
        ExpectedParameters size = new(dependencies);
        double[] probability = size.Ones(), slope = new double[probability.Length];
        Assert.Equal(network.ParameterCount, size.Of(probability, slope), 1e-6);
        foreach (int unit in removed)
            probability[unit] = 0;
        Assert.Equal(Surgery.Remove(dependencies, removed).ParameterCount, size.Of(probability, slope), 1e-6);
    }

    [Fact]
    public void The_slope_is_that_of_the_size()
    {
        Dependencies dependencies = Dependencies.Of(Topologies.Residual());
        ExpectedParameters size = new(dependencies);
        double[] probability = size.Ones(), slope = new double[probability.Length], scratch = new double[probability.Length];
        foreach (int unit in dependencies.Groups.SelectMany(g => g.Units))
            probability[unit] = 0.2 + (unit % 7 / 10.0);
        size.Of(probability, slope);
        foreach (int unit in dependencies.Groups.SelectMany(g => g.Units))
        {
            double before = probability[unit];
            probability[unit] = before + 0.01;
            double up = size.Of(probability, scratch);
            probability[unit] = before - 0.01;
            double down = size.Of(probability, scratch);
            probability[unit] = before;
            Assert.Equal((up - down) / 0.02, slope[unit], 1e-6);
        }
    }

    public static TheoryData<string> Names() => [.. Topologies.All.Keys];
}
