namespace NNCompress.Engines.Managed.Operators;

/// <summary>Dropout at inference: nothing is dropped, nothing is scaled; the mask is true.</summary>
internal static class Dropout
{
    public static Kernel Compile(OperatorContext c)
    {
        if (c.Node.Input(2) is not null && c.Constant(2) is not { IsFloat: false, Integers: [0] })
            throw c.Unsupported("is in training mode; export the model for inference");
        return c.OutputIndex == 0 ? Kernel.View : new Filled(1);
    }
}
