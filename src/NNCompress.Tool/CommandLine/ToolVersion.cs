using System.Reflection;

namespace NNCompress.Tool.CommandLine;

/// <summary>The version of this build, without the commit that the SDK appends.</summary>
internal static class ToolVersion
{
    public static string Text { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
