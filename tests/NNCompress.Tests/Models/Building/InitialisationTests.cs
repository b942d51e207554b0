using NNCompress.Models;
using NNCompress.Models.Building;

namespace NNCompress.Tests.Models.Building;

public sealed class InitialisationTests
{
    [Fact]
    public void Weights_fill_the_range_of_their_formula_evenly()
    {
        Network network = Architecture.Parse("conv:3x12x12,c40k5,f,30,tanh").Build(5), rectified = Architecture.Parse("conv:3x12x12,c40k5,f,30").Build(5);
        Check(rectified.Constant("conv1.weight")!, Math.Sqrt(6.0 / 75));
        Check(network.Constant("conv1.weight")!, Math.Sqrt(6.0 / (75 + 1000)));
        // No activation follows the last layer.
        Check(rectified.Constant("fc1.weight")!, Math.Sqrt(6.0 / (5760 + 30)));
        Assert.All(network.Constant("fc1.bias")!.Floats, b => Assert.Equal(0, b));

        static void Check(Tensor weight, double limit)
        {
            Assert.InRange(weight.Floats.Max(), 0.99 * limit, limit);
            Assert.InRange(weight.Floats.Min(), -limit, -0.99 * limit);
            // The deviation of an even distribution, and no drift of its mean.
            double mean = weight.Floats.Average(v => (double)v), deviation = Math.Sqrt(weight.Floats.Average(v => (v - mean) * (v - mean)));
            Assert.InRange(deviation * Math.Sqrt(3) / limit, 0.97, 1.03);
            Assert.InRange(mean / limit, -4 / Math.Sqrt(3.0 * weight.Length), 4 / Math.Sqrt(3.0 * weight.Length));
        }
    }

    [Fact]
    public void The_seed_decides_every_bit()
    {
        Assert.Equal(Bytes(3), Bytes(3));
        Assert.NotEqual(Bytes(3), Bytes(4));
        // Values that any platform must find.
        Assert.Equal([Expected(0), Expected(1)], Architecture.Parse("mlp:2-1").Build(0).Constant("fc1.weight")!.Floats.Select(f => BitConverter.SingleToInt32Bits(f)));

        static byte[] Bytes(int seed) => Architecture.Parse("mlp:20-10-3").Build(seed).ToBytes();

        // SplitMix64 of seed 0 and the tensor's FNV-1a hash.
        static int Expected(int index)
        {
            ulong hash = 0xCBF29CE484222325;
            foreach (byte b in "fc1.weight"u8)
                hash = unchecked((hash ^ b) * 0x100000001B3);
            ulong bits = Mix(unchecked(Mix(hash) + (ulong)index));
            return BitConverter.SingleToInt32Bits((float)(Math.Sqrt(2) * (((bits >> 40) / 8388608.0) - 1)));
        }

        static ulong Mix(ulong state)
        {
            ulong z = unchecked(state + 0x9E3779B97F4A7C15);
            z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
            z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
            return z ^ (z >> 31);
        }
    }

    [Fact]
    public void A_network_can_be_drawn_anew()
    {
        Network network = Architecture.Parse("conv:1x8x8,c4b,c4,p,f,6,3").Build(7);
        byte[] initial = network.ToBytes();
        foreach (Tensor weight in network.Weights.ToArray())
            network.Replace(new Tensor(weight.Name, weight.Shape, GraphBuilder.Noise(weight.Length, 1)));
        Assert.NotEqual(initial, network.ToBytes());
        Initialisation.Draw(network, 7);
        Assert.Equal(initial, network.ToBytes());
    }

    [Fact]
    public void Graphs_of_other_makers_are_drawn_too()
    {
        Network network = new GraphBuilder().Input("x", -1, 4).Constant("shift", [4], [1f, 2, 3, 4])
            .Constant("w", [4, 500]).Constant("b", [500]).Constant("turned", [3, 500]).Node("Sub", ["x", "shift"], ["s"])
            .Node("MatMul", ["s", "w"], ["m"]).Node("Add", ["m", "b"], ["a"]).Node("Relu", ["a"], ["r"])
            .Node("Transpose", ["turned"], ["t"]).Node("MatMul", ["r", "t"], ["y"]).Output("y").Build();
        Initialisation.Draw(network, 1);
        Assert.Equal([1f, 2, 3, 4], network.Constant("shift")!.Floats);
        Assert.All(network.Constant("b")!.Floats, v => Assert.Equal(0, v));
        Assert.InRange(network.Constant("w")!.Floats.Max(), 0.99 * Math.Sqrt(1.5), Math.Sqrt(1.5));
        Assert.InRange(network.Constant("turned")!.Floats.Max(), 0.99 * Math.Sqrt(6.0 / 503), Math.Sqrt(6.0 / 503));
    }
}
