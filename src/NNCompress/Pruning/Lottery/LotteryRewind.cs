namespace NNCompress.Pruning.Lottery;

/// <summary>Where the survivors of a round start the next training from.</summary>
public enum LotteryRewind
{
    /// <summary>From their initial values (Frankle and Carbin 2019).</summary>
    Initial,

    /// <summary>From their values at an early step of the first training (Frankle et al., "Linear mode connectivity and the lottery ticket hypothesis", 2020).</summary>
    Early,

    /// <summary>From where training has brought them.</summary>
    None,
}
