namespace Packages.Tests;

/// <summary>A theory about commands that bash reads; on Windows it is shown as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    internal const string Reason = "The pages' commands are for a shell that Windows does not have.";

    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = Reason;
    }
}
