using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed.Training;

/// <summary>A node made ready to be differentiated, on fixed shapes and memory.</summary>
/// <param name="inputs">By position in the node; null where an input is left out or does not matter.</param>
/// <param name="output">The first output.</param>
internal abstract unsafe class TrainingStep(TrainingValue?[] inputs, TrainingValue output)
{
    private readonly bool[] adds = new bool[inputs.Length];

    /// <summary>Whether something trained lies behind the output; where nothing does, there is no way back.</summary>
    public bool Learns => output.GradientBuffer is not null;

    protected TrainingValue Output => output;

    /// <summary>Computes the output from the inputs.</summary>
    /// <param name="team">Who shares the work.</param>
    /// <param name="pass">Number of the optimiser's step, the same in a resumed run.</param>
    public abstract void Forward(WorkTeam team, long pass);

    /// <summary>Computes the inputs' gradients from the output's. Called in the reverse order, after all that read the output.</summary>
    public abstract void Backward(WorkTeam team);

    /// <summary>Decides who sets a gradient and who adds to it; called in the order of the backward pass.</summary>
    /// <param name="written">Gradients that have been set already.</param>
    public virtual void Claim(HashSet<AlignedBuffer> written)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i]?.GradientBuffer is { } gradient)
                adds[i] = !written.Add(gradient);
        }
    }

    protected TrainingValue Input(int index) => inputs[index]!;

    /// <summary>Whether there is an input at that position whose gradient is needed.</summary>
    protected bool Wants(int index) => index < inputs.Length && inputs[index]?.GradientBuffer is not null;

    /// <summary>Whether the gradient of that input must be added to instead of set.</summary>
    protected bool Adds(int index) => adds[index];

    /// <summary>Gives the input no gradient: it starts at 0 where nobody has set it.</summary>
    protected void Stop(int index)
    {
        if (Wants(index))
            Sum(index);
    }

    /// <summary>The input's gradient as a sum that starts at what is there already, or at 0.</summary>
    protected Span<float> Sum(int index)
    {
        Span<float> gradient = inputs[index]!.GradientBuffer!.Span;
        if (!adds[index])
            gradient.Clear();
        return gradient;
    }
}
