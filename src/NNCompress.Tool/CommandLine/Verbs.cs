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

    /// <summary>Those that run a network on data.</summary>
    Running = Compress | Prune | Encode | Evaluate,

    All = Running | Decode | Inspect,
}
