namespace NNCompress.Tool.CommandLine;

/// <summary>For whom errors, warnings and progress are written.</summary>
internal enum LogFormat
{
    /// <summary>People.</summary>
    Console,

    /// <summary>MSBuild: <c>path : error NNC3001: …</c>, a line each.</summary>
    MsBuild,
}
