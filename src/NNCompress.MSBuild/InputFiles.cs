using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace NNCompress.MSBuild;

/// <summary>Which files a result depends on.</summary>
internal static class InputFiles
{
    // ONNX names a side file in a StringStringEntryProto: field 1 (tag 0x0A), 8 bytes, "location"; field 2 (tag 0x12), length, path.
    private static readonly byte[] Location = [0x0A, 8, .. Encoding.ASCII.GetBytes("location"), 0x12];

    // Bytes of a model that are looked at together, and those that such an entry may take.
    private const int Part = 1 << 20, Longest = 1 << 16;

    /// <summary>The model and the files beside it that hold its weights; only the model where it cannot be read.</summary>
    public static IEnumerable<string> OfModel(string model)
    {
        yield return model;
        if (!File.Exists(model))
            yield break;
        foreach (string name in SideFiles(model).Distinct())
        {
            string path = Path.Combine(Path.GetDirectoryName(model)!, name);
            if (File.Exists(path))
                yield return Path.GetFullPath(path);
        }
    }

    private static readonly HashSet<string> Images = new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".tga", ".pbm", ".pgm", ".ppm", ".qoi" };

    /// <summary>The files of a data folder, with the images of the folders in it, or a data file and the labels that may stand beside it.</summary>
    public static IEnumerable<string> OfData(string path)
    {
        if (Directory.Exists(path))
        {
            return Directory.GetFiles(path).Concat(Directory.GetDirectories(path).SelectMany(d => Directory.GetFiles(d, "*", SearchOption.AllDirectories)).Where(f => Images.Contains(Path.GetExtension(f))))
                .OrderBy(f => f, StringComparer.Ordinal);
        }
        string folder = Path.GetDirectoryName(path)!;
        string stem = Path.GetFileName(path);
        bool images = stem.IndexOf("images", StringComparison.OrdinalIgnoreCase) >= 0;
        IEnumerable<string> labels = images && Directory.Exists(folder)
            ? Directory.GetFiles(folder).Where(f => Path.GetFileName(f).IndexOf("labels", StringComparison.OrdinalIgnoreCase) >= 0)
            : [];
        return new[] { path }.Concat(labels.OrderBy(f => f, StringComparer.Ordinal));
    }

    /// <summary>The files that a command names: the script that an interpreter is given, say. What these read is not known.</summary>
    /// <param name="command">Program and arguments, those with blanks in quotes.</param>
    /// <param name="folder">What relative paths are relative to.</param>
    public static IEnumerable<string> OfCommand(string command, string folder) => Regex.Matches(command, "\"([^\"]*)\"|'([^']*)'|([^\\s\"']+)").Cast<Match>()
        .Select(word => word.Value.Trim('"', '\''))
        // A colon behind a drive's is no path's: an address, say, which .NET Framework will not take for one.
        .Where(word => word.Length > 0 && word.IndexOfAny(Path.GetInvalidPathChars()) < 0 && word.IndexOf(':', Math.Min(2, word.Length)) < 0)
        .Select(word => Path.GetFullPath(Path.Combine(folder, word)))
        .Where(File.Exists);

    /// <summary>Reads the model part by part: it may have 2 GB.</summary>
    private static IEnumerable<string> SideFiles(string model)
    {
        using FileStream file = File.OpenRead(model);
        byte[] part = new byte[Part];
        int held = 0;
        for (bool ended = false; !ended;)
        {
            int read = file.Read(part, held, part.Length - held);
            (held, ended) = (held + read, read == 0);
            // What begins near the end may go on in the next part.
            int from = ended ? held : Math.Max(0, held - Longest);
            foreach (string name in Names(part, from, held))
                yield return name;
            Buffer.BlockCopy(part, from, part, 0, held - from);
            held -= from;
        }
    }

    /// <param name="part">Bytes of a model.</param>
    /// <param name="before">Names that begin before are told.</param>
    /// <param name="end">Of the bytes.</param>
    private static IEnumerable<string> Names(byte[] part, int before, int end)
    {
        for (int at = Array.IndexOf(part, Location[0], 0, before); at >= 0; at = Array.IndexOf(part, Location[0], at + 1, before - at - 1))
        {
            int start = at + Location.Length;
            if (start + 2 > end || !Location.SequenceEqual(new ArraySegment<byte>(part, at, Location.Length)))
                continue;
            int length = part[start++];
            // A protobuf length takes two bytes from 128 on; no path is longer than those can say.
            if (length >= 128)
                length = (length & 127) | (part[start++] << 7);
            if (start + length > end)
                continue;
            string name = Encoding.UTF8.GetString(part, start, length);
            if (name.Length > 0 && name.IndexOfAny(Path.GetInvalidPathChars()) < 0)
                yield return name;
        }
    }
}
