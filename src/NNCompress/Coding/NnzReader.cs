using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>Opens .nnz files and tells what is wrong with them in this project's terms.</summary>
public static class NnzReader
{
    /// <summary>What a file may decode to: far more than any model, far less than a disk that a damaged or hostile file would fill.</summary>
    public const long MaxDecodedBytes = 1L << 38;

    /// <summary>Checks the file at <paramref name="path"/> and reads its directory; it stays open, and sections are read when they are asked for.</summary>
    /// <exception cref="NncException">NNC2001 missing, NNC2002 unreadable, NNC2060 not .nnz, NNC2061 damaged, NNC2062 of a newer version, NNC2063 above the limit.</exception>
    public static NnzFile Open(string path, long maxDecodedBytes = MaxDecodedBytes)
    {
        try
        {
            return Guard(path, () => NnzFile.OpenFile(path, maxDecodedBytes));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NncException("NNC2001", path, "the .nnz file does not exist: check the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NncException("NNC2002", path, $"the .nnz file cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The network in the file, whose great weights are decoded when they are needed.</summary>
    /// <exception cref="NncException">As <see cref="Open"/>, and NNC2010–2019 where the model inside cannot be used, NNC2142 where a tensor is too long.</exception>
    public static Network ReadNetwork(string path) => ArchivedModel.Read(Open(path), path);

    /// <summary>Runs a step of reading, and gives its failures the file's name and a code.</summary>
    /// <exception cref="NncException">NNC2060–2063.</exception>
    public static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            string code = e.Data[NnzError.CodeKey] as string ?? "NNC2061";
            string remedy = code switch
            {
                "NNC2060" => " Give a file that this tool's compress or encode verb wrote.",
                "NNC2061" => " Copy it again from where it was made, or compress the model again.",
                _ => "",
            };
            throw new NncException(code, path, e.Message + remedy, e);
        }
    }

    /// <summary>True where the file begins with the signature of .nnz.</summary>
    public static bool IsNnz(ReadOnlySpan<byte> content) => content.StartsWith(NnzDirectory.Signature);
}
