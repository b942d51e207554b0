using NNCompress.Coding;
using NNCompress.Runtime;

namespace NNCompress.Compression;

/// <summary>Writes the JPEG sections of an artifact as files that any viewer opens.</summary>
internal static class JpegExtraction
{
    /// <summary>One file a picture: the tensor's name, and for pictures of single neurons their number.</summary>
    /// <returns>The files that were written.</returns>
    public static IReadOnlyList<string> Write(NnzFile archive, string path, string folder, CancellationToken cancellation)
    {
        List<string> written = [];
        foreach (NnzSection section in archive.Sections.Where(s => (CoderKind)s.Coder is CoderKind.JpegPerNeuron or CoderKind.JpegTiled))
        {
            byte[] payload = section.GetPayload();
            string tensor = string.Concat(section.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
            foreach ((string name, byte[] jpeg) in NnzReader.Guard(path, () => JpegWeights.Extract(section.Coder, payload, 0, payload.Length, section.Shape)))
            {
                cancellation.ThrowIfCancellationRequested();
                string file = Path.Combine(folder, $"{tensor}-{name}");
                AtomicFile.Write(file, jpeg);
                written.Add(file);
            }
        }
        return written;
    }
}
