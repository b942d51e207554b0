namespace Experiments;

/// <summary>How large the experiments are.</summary>
internal sealed record Setting
{
    /// <summary>Folder of a full IDX set: learns from the train half, judges on the other.</summary>
    public string Data { get; init; } = "/usr/share/datasets/fashion-mnist";

    /// <summary>Folder with CIFAR-10's binary files; null leaves that experiment out.</summary>
    public string? Cifar { get; init; }

    public int Seeds { get; init; } = 3;

    /// <summary>Epochs of the dense networks of the lottery and activation experiments.</summary>
    public int DenseEpochs { get; init; } = 20;

    /// <summary>Epochs between two prunings of a lottery.</summary>
    public int RoundEpochs { get; init; } = 10;

    /// <summary>Epochs of a lottery after the last pruning.</summary>
    public int TicketEpochs { get; init; } = 60;

    /// <summary>Epochs of training the dense networks on after neurons have left by their activation.</summary>
    public int DenseFineTuneEpochs { get; init; } = 80;

    /// <summary>Epochs of the convolutional network before anything leaves.</summary>
    public int ConvEpochs { get; init; } = 8;

    /// <summary>Epochs of training the convolutional network on after channels have left.</summary>
    public int FineTuneEpochs { get; init; } = 12;

    /// <summary>Training images of the convolutional experiment; null for all.</summary>
    public int? ConvSamples { get; init; } = 10000;

    /// <summary>A smoke test: a tenth of everything, one seed, and no figure worth keeping.</summary>
    public bool Quick { get; init; }

    public static Setting Smoke(Setting full) => full with
    {
        Quick = true,
        Seeds = 1,
        DenseEpochs = 2,
        RoundEpochs = 1,
        TicketEpochs = 2,
        DenseFineTuneEpochs = 1,
        ConvEpochs = 1,
        FineTuneEpochs = 1,
        ConvSamples = 600,
    };
}
