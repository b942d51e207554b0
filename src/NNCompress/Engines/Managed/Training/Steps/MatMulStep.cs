using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Managed.Operators;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>Y = A·B over broadcast leading dimensions. dA = dY·Bᵀ and dB = Aᵀ·dY, summed over the products that share a matrix.</summary>
internal sealed unsafe class MatMulStep : TrainingStep
{
    private readonly SimdPath path;
    private readonly (int M, int N, int K) size;

    // Numbers of the matrices of each product.
    private readonly (nint A, nint B)[] products;

    public MatMulStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        // A vector is a row on the left and a column on the right.
        int[] a = c.Input(0).Shape is [int only] ? [1, only] : c.Input(0).Shape, b = c.Input(1).Shape is [int single] ? [single, 1] : c.Input(1).Shape;
        path = c.Operator.Path;
        size = (a[^2], b[^1], a[^1]);
        if (b.Length == 2)
        {
            // One right matrix for all: the left ones are rows of a single product.
            size.M = a[..^1].Aggregate(1, (p, d) => p * d);
            products = [(0, 0)];
            return;
        }
        products = [.. new BroadcastLoop(PointwiseShapes.Broadcast(c.Operator, a.AsSpan(0, a.Length - 2), b.AsSpan(0, b.Length - 2)), a[..^2], b[..^2]).All()];
    }

    public override void Forward(WorkTeam team, long pass)
    {
        (int m, int n, int k) = size;
        for (int i = 0; i < products.Length; i++)
            Product.Run(team, path, m, n, k, Left(i), Right(i), Output.Data + ((nint)i * m * n), add: false);
    }

    public override void Backward(WorkTeam team)
    {
        (int m, int n, int k) = size;
        // Where there is one product it sets the gradient; several add up.
        bool many = products.Length > 1;
        if (Wants(0))
        {
            if (many)
                Sum(0);
            for (int i = 0; i < products.Length; i++)
                Product.Run(team, path, m, k, n, Slope(i), Right(i).Transposed, Input(0).Gradient + (products[i].A * m * k), many || Adds(0));
        }
        if (Wants(1))
        {
            if (many)
                Sum(1);
            for (int i = 0; i < products.Length; i++)
                Product.Run(team, path, k, n, m, Left(i).Transposed, Slope(i).Transposed, Input(1).Gradient + (products[i].B * k * n), many || Adds(1));
        }
    }

    private Strided Left(int product) => new((nint)(Input(0).Data + (products[product].A * size.M * size.K)), size.K, 1);

    private Strided Right(int product) => new((nint)(Input(1).Data + (products[product].B * size.K * size.N)), 1, size.N);

    /// <summary>dY, lines as rows.</summary>
    private Strided Slope(int product) => new((nint)(Output.Gradient + ((nint)product * size.M * size.N)), size.N, 1);
}
