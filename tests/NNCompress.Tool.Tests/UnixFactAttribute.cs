namespace NNCompress.Tool.Tests;

/// <summary>A fact about scripts for sh, which Windows does not have; there it is shown as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Windows has no sh.";
    }
}
