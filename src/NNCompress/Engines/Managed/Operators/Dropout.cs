namespace NNCompress.Engines.Managed.Operators;

/// <summary>Dropout at inference: nothing is dropped, nothing is scaled; the mask is true.</summary>
internal static class Dropout
{
    public static Kernel Compile(OperatorContext c)
    {
        // Without its ratio, training mode drops one half.
        bool trains = c.Node.Input(2) is not null && c.Weights(2) is not [0], drops = c.Node.Input(1) is null || c.Weights(1) is not [0];
        if (trains && drops)
            throw c.Unsupported("is in training mode; export the model for inference");
        return c.OutputIndex == 0 ? Kernel.View : new Filled(1);
    }
}
