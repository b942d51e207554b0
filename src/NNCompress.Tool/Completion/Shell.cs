namespace NNCompress.Tool.Completion;

/// <summary>A shell whose words can be completed.</summary>
internal enum Shell
{
    Bash,

    Zsh,

    /// <summary>PowerShell 7, and Windows PowerShell.</summary>
    Pwsh,
}
