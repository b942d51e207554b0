namespace NNCompress.Bench;

/// <summary>One thing that is timed.</summary>
/// <param name="Network">The name that the peer gives it, or one of ours that the peer does not have.</param>
/// <param name="Training">Training steps, or the forward pass alone.</param>
/// <param name="Batch">Samples a step; the peer's batch in a forward pass, where the engine chooses its own.</param>
/// <param name="Run">Treats <paramref name="Images"/> images.</param>
/// <param name="Images">Images a run.</param>
/// <param name="Note">What else there is to say.</param>
internal sealed record Case(string Network, bool Training, int Batch, Action Run, int Images, string Note = "")
{
    public string Name => $"{Network} {(Training ? "train" : "forward")} batch={Batch}{Note}";
}
