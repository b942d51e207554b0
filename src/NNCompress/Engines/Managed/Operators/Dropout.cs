namespace NNCompress.Engines.Managed.Operators;

/// <summary>Dropout at inference: nothing is dropped, nothing is scaled.</summary>
internal static class Dropout
{
    public static Kernel Compile(OperatorContext c)
    {
        if (c.Node.Input(2) is not null && c.Constant(2) is not { IsFloat: false, Integers: [0] })
            throw c.Unsupported("is in training mode; export the model for inference");
        return Kernel.View;
    }
}
