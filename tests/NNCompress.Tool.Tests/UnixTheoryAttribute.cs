namespace NNCompress.Tool.Tests;

/// <summary>A theory about signals, which Windows does not have; there it is shown as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Windows sends no signals to a process without a console of its own.";
    }
}
