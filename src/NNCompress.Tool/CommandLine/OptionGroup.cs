namespace NNCompress.Tool.CommandLine;

/// <summary>Headings under which help lists options.</summary>
internal static class OptionGroup
{
    public const string Data = "Data", Budget = "Budget", Pruning = "Pruning", Sweep = "Sweep", Training = "Training", Coding = "Coding", Output = "Output", Run = "Run";
}
