using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed.Training;

/// <summary>A network made ready to be trained with batches of one size. Every value keeps its content until the backward pass.</summary>
/// <param name="input">Where a batch is put.</param>
/// <param name="output">What the loss is computed of.</param>
/// <param name="steps">In the order of the forward pass.</param>
internal sealed class TrainingGraph(TrainingValue input, TrainingValue output, IReadOnlyList<TrainingStep> steps)
{
    /// <summary>The most bytes that values and gradients of a batch may take.</summary>
    public const long MaxBytes = 4L << 30;

    public TrainingValue Input => input;

    public TrainingValue Output => output;

    /// <summary>Decides once who sets each gradient and who adds to it.</summary>
    public void Claim()
    {
        HashSet<AlignedBuffer> written = [];
        for (int i = steps.Count - 1; i >= 0; i--)
            steps[i].Claim(written);
    }

    /// <param name="team">Who shares the work.</param>
    /// <param name="pass">Number of the optimiser's step.</param>
    public void Forward(WorkTeam team, long pass)
    {
        foreach (TrainingStep step in steps)
            step.Forward(team, pass);
        GC.KeepAlive(this);
    }

    /// <summary>Takes the output's gradient to all others.</summary>
    public void Backward(WorkTeam team)
    {
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            if (steps[i].Learns)
                steps[i].Backward(team);
        }
        GC.KeepAlive(this);
    }
}
