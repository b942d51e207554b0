using Microsoft.Win32.SafeHandles;

namespace NNCompress;

/// <summary>A file that is written beside its place, looked at there, and moved to it only when all is well.</summary>
public sealed class StagedFile : IDisposable
{
    private readonly string path;

    /// <param name="path">Where it is to be.</param>
    public StagedFile(string path)
    {
        this.path = path;
        Temporary = $"{Path.GetFullPath(path)}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";
    }

    /// <summary>Where it is until <see cref="Commit"/>: in the same folder.</summary>
    public string Temporary { get; }

    /// <summary>Writes the temporary file; its folder is made if need be.</summary>
    /// <exception cref="NncException">NNC2003: the file cannot be written.</exception>
    public void Fill(Action<Stream> write) => Guard(path, () =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Temporary)!);
        using FileStream stream = new(Temporary, FileMode.CreateNew, FileAccess.Write);
        write(stream);
    });

    /// <summary>Has something else write the temporary file, by its path.</summary>
    /// <exception cref="NncException">NNC2003: the file cannot be written.</exception>
    public void FillAt(Action<string> write) => Guard(path, () =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Temporary)!);
        write(Temporary);
    });

    /// <summary>Moves the file to its place, over what is there.</summary>
    /// <exception cref="NncException">NNC2003: the file cannot be written.</exception>
    public void Commit() => Guard(path, () => File.Move(Temporary, Path.GetFullPath(path), overwrite: true));

    /// <summary>Deletes the temporary file where it was not moved.</summary>
    public void Dispose()
    {
        if (File.Exists(Temporary))
            File.Delete(Temporary);
    }

    /// <summary>Runs a step of writing.</summary>
    /// <exception cref="NncException">NNC2003: the file cannot be written.</exception>
    internal static void Guard(string path, Action step)
    {
        try
        {
            step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(path, e);
        }
    }

    /// <summary>A file for the time that it is open; its folder is made if need be.</summary>
    /// <param name="folder">Where to make it.</param>
    /// <param name="output">Named where that fails.</param>
    /// <exception cref="NncException">NNC2003: the file cannot be written.</exception>
    internal static SafeFileHandle Passing(string folder, string output)
    {
        SafeFileHandle? file = null;
        Guard(output, () => file = Open(folder));
        return file!;
    }

    /// <summary>A file for the time that it is open; its folder is made if need be.</summary>
    /// <param name="folder">Where to make it.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    internal static SafeFileHandle Open(string folder)
    {
        string path = Path.Combine(Directory.CreateDirectory(folder).FullName, $"nncompress-{Environment.ProcessId}-{Guid.NewGuid():N}.tmp");
        SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        // Where a file that is open can be deleted, nothing is left behind however the process ends.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }

    internal static NncException NotWritten(string path, Exception e) =>
        new("NNC2003", path, $"cannot write the file: {e.Message} Choose another --output or make the folder writable.", e);
}
