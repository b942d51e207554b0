namespace NNCompress.Pruning.Gates;

/// <summary>On which side of an activation a channel's gate stands.</summary>
public enum GatePosition
{
    /// <summary>Behind batch norm and activation: what the next layers read is multiplied, and a gate at 0 is a channel that is not there.</summary>
    After,

    /// <summary>
    /// Behind batch norm, before the activation. A gate at 0 leaves the activation's value at 0, which is not 0 for every activation. Where the
    /// layer's output has other readers than the activation, as in residual sums, the gate stays behind it.
    /// </summary>
    Before,
}
