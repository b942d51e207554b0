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
    private const string SummaryName = "summary.txt";

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

    /// <summary>Copies what is here to its places.</summary>
    /// <returns>The summary line stored with it; null where something that a build requires is not here.</returns>
    public string? Fetch(ModelFiles files)
    {
        try
        {
            string summary = File.ReadAllText(Path.Combine(entry, SummaryName));
            foreach ((string name, string path) in files.Cached)
            {
                if (files.Required.Contains(path) || File.Exists(Path.Combine(entry, name)))
                    OutputFile.Write(path, File.ReadAllBytes(Path.Combine(entry, name)));
            }
            Directory.SetLastWriteTimeUtc(entry, DateTime.UtcNow);
            return summary;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Keeps what a build has made; what another build has kept meanwhile stays.</summary>
    public void Store(ModelFiles files, string summary)
    {
        string temporary = $"{entry}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(temporary);
            foreach ((string name, string path) in files.Cached.Where(f => File.Exists(f.Path)))
                File.Copy(path, Path.Combine(temporary, name));
            File.WriteAllText(Path.Combine(temporary, SummaryName), summary);
            Directory.Move(temporary, entry);
        }
        catch (IOException) when (Directory.Exists(entry))
        {
            Directory.Delete(temporary, recursive: true);
        }
        DeleteOldEntries();
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
