namespace NNCompress.Tool.CommandLine;

/// <summary>A set of verbs: which of them take an option.</summary>
[Flags]
internal enum Verbs
{
    None = 0,
    Compress = 1,
    Prune = 2,
    Encode = 4,
    Decode = 8,
    Evaluate = 16,
    Inspect = 32,
    Train = 64,
    Sweep = 128,
    Show = 256,
    Init = 1 << 10,

    /// <summary>Those that run a network on data.</summary>
    Running = Compress | Prune | Encode | Evaluate | Train | Sweep,

    /// <summary>Those that measure how good a network is.</summary>
    Measuring = Compress | Prune | Encode | Evaluate | Sweep,

    /// <summary>Those that can change weights by their gradients.</summary>
    Training = Compress | Prune | Train | Sweep,

    /// <summary>Those that remove channels.</summary>
    Pruning = Compress | Prune | Sweep,

    /// <summary>Those that end with a report.</summary>
    Reporting = Running | Decode | Inspect | Show,

    All = Reporting | Init,
}
