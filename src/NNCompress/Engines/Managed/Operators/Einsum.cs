using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>
/// Einsum of any number of operands, as the sum of products that its equation says; two operands that are a batch of matrix products go to
/// <see cref="EinsumProduct"/>.
/// </summary>
internal sealed unsafe class Einsum : Kernel
{
    private const long MaxTerms = 1 << 26;

    // For each operand its element's position at each output element, and what a step of the sum adds to it.
    private readonly int[][] places;
    private readonly int[][] steps;

    private Einsum(OperatorContext c, EinsumEquation equation)
        : base([.. Enumerable.Range(0, equation.Terms.Length)])
    {
        int[] summed = [.. Enumerable.Range(0, equation.Sizes.Length).Except(equation.Output)];
        int[][] strides = [.. equation.Terms.Select((term, i) => Strides(term, c.Shape(i), equation.Sizes.Length))];
        places = [.. strides.Select(s => Positions(equation.Output, s))];
        steps = [.. strides.Select(s => Positions(summed, s))];

        int[] Positions(int[] numbers, int[] stride) => [.. StridedView.Of(0, numbers.Select(n => (equation.Sizes[n], stride[n]))).Positions()];
    }

    public static Kernel Compile(OperatorContext c)
    {
        EinsumEquation equation = EinsumEquation.Of(c);
        if (equation.Sizes.Contains(0))
            return new Filled(0);
        long terms = 1;
        foreach (int number in Enumerable.Range(0, equation.Sizes.Length).Except(equation.Output))
        {
            if ((terms *= equation.Sizes[number]) > MaxTerms)
                throw c.Unsupported($"sums more than {MaxTerms} products for each element");
        }
        return EinsumProduct.TryCompile(c, equation) ?? new Einsum(c, equation);
    }

    public override void Run(in KernelFrame frame)
    {
        for (int i = 0; i < places[0].Length; i++)
        {
            double sum = 0;
            for (int step = 0; step < steps[0].Length; step++)
            {
                double product = 1;
                for (int operand = 0; operand < places.Length; operand++)
                    product *= frame.Input(operand)[places[operand][i] + steps[operand][step]];
                sum += product;
            }
            frame.Output[i] = (float)sum;
        }
    }

    /// <summary>How far the next element of each number lies in an operand: a letter that stands twice walks a diagonal.</summary>
    private static int[] Strides(int[] term, int[] shape, int numbers)
    {
        int[] strides = new int[numbers], own = StridedView.Strides(shape);
        for (int d = 0; d < term.Length; d++)
            strides[term[d]] += shape[d] == 1 ? 0 : own[d];
        return strides;
    }
}
