using System;
using System.IO;

namespace NNCompress.MSBuild;

/// <summary>Files that other builds may read while they are written.</summary>
internal static class OutputFile
{
    /// <summary>Writes beside <paramref name="target"/> and renames, so that no reader sees a part.</summary>
    public static void Write(string target, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        string temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(temporary, content);
        // netstandard2.0 has no move that overwrites.
        if (File.Exists(target))
            File.Replace(temporary, target, destinationBackupFileName: null);
        else
            File.Move(temporary, target);
        File.SetLastWriteTimeUtc(target, DateTime.UtcNow);
    }
}
