namespace NNCompress;

/// <summary>Writes a file so that a reader sees the old content or the new one, never a part of either.</summary>
public static class AtomicFile
{
    /// <summary>Writes to a temporary file in the same folder (made if need be), then renames it over <paramref name="path"/>.</summary>
    /// <exception cref="NncException">NNC2003: the file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        using StagedFile file = new(path);
        file.Fill(write);
        file.Commit();
    }

    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void Write(string path, byte[] content) => Write(path, stream => stream.Write(content));

    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void Write(string path, string content) => Write(path, System.Text.Encoding.UTF8.GetBytes(content));
}
