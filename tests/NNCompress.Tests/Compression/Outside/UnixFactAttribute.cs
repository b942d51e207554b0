namespace NNCompress.Tests.Compression.Outside;

/// <summary>A fact about programs that are written for sh; where there is none it is shown as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Windows has no sh.";
    }
}
