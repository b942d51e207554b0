using System;
using System.IO;
using System.Linq;
using System.Threading;

namespace NNCompress.MSBuild;

/// <summary>
/// Artifacts by the hash of all that they depend on, so that target frameworks, configurations and rebuilds share one compression.
/// Entries appear whole, by a rename; concurrent builds of one artifact wait for the first.
/// </summary>
internal sealed class ArtifactCache
{
    private const string ArtifactName = "artifact.nnz", OnnxName = "artifact.onnx", SummaryName = "summary.txt";

    /// <summary>Results kept for a model: enough to go back and forth between a few settings.</summary>
    private const int EntriesKept = 8;

    private const int PollMilliseconds = 100, FailuresBorne = 20;

    private readonly string folder;
    private readonly string entry;

    /// <param name="folder">The cache's folder for one model.</param>
    /// <param name="key">Hash of the inputs.</param>
    public ArtifactCache(string folder, string key) => (this.folder, entry) = (folder, Path.Combine(folder, key));

    /// <summary>Waits until no other build makes this entry; the claim ends with the returned object, or with the process.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public IDisposable Claim(CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        string path = entry + ".lock";
        for (int failures = 0; ;)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Held.
                cancellation.WaitHandle.WaitOne(PollMilliseconds);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && failures++ < FailuresBorne)
            {
                // Just being deleted by its holder, or else not to be had.
                cancellation.WaitHandle.WaitOne(PollMilliseconds);
            }
        }
    }

    /// <summary>Copies the artifact to <paramref name="target"/>, and the ONNX file that was stored with it to <paramref name="onnx"/>, if they are here.</summary>
    /// <param name="target">The artifact's place.</param>
    /// <param name="onnx">The ONNX file's place; empty where none is asked for.</param>
    /// <returns>The summary line stored with it, or null.</returns>
    public string? Fetch(string target, string onnx = "")
    {
        try
        {
            string summary = File.ReadAllText(Path.Combine(entry, SummaryName));
            byte[] artifact = File.ReadAllBytes(Path.Combine(entry, ArtifactName));
            if (onnx.Length > 0)
                WriteAtomically(onnx, File.ReadAllBytes(Path.Combine(entry, OnnxName)));
            WriteAtomically(target, artifact);
            Directory.SetLastWriteTimeUtc(entry, DateTime.UtcNow);
            return summary;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Keeps an artifact, and the ONNX file beside it where there is one; what another build has kept meanwhile stays.</summary>
    public void Store(string artifact, string summary, string onnx = "")
    {
        string temporary = $"{entry}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(temporary);
            File.Copy(artifact, Path.Combine(temporary, ArtifactName));
            if (onnx.Length > 0)
                File.Copy(onnx, Path.Combine(temporary, OnnxName));
            File.WriteAllText(Path.Combine(temporary, SummaryName), summary);
            Directory.Move(temporary, entry);
        }
        catch (IOException) when (Directory.Exists(entry))
        {
            Directory.Delete(temporary, recursive: true);
        }
        DeleteOldEntries();
    }

    /// <summary>Writes beside <paramref name="target"/> and renames, so that no reader sees a part.</summary>
    private static void WriteAtomically(string target, byte[] content)
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

    private void DeleteOldEntries()
    {
        foreach (DirectoryInfo old in new DirectoryInfo(folder).GetDirectories().OrderByDescending(d => d.LastWriteTimeUtc).Skip(EntriesKept))
        {
            try
            {
                old.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another build reads it or has deleted it: the next one to store tries again.
            }
        }
    }
}
