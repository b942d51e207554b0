using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace NNCompress.MSBuild;

/// <summary>SHA-256 over texts and files, each preceded by its length so that no two sequences run together.</summary>
internal sealed class ContentHash : IDisposable
{
    private readonly SHA256 sha = SHA256.Create();

    public void Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Add(bytes.Length);
        Add(bytes, bytes.Length);
    }

    /// <summary>The file's name, not its folder, and its content.</summary>
    public void AddFile(string path)
    {
        Add(Path.GetFileName(path));
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Add(stream.Length);
        byte[] buffer = new byte[1 << 16];
        for (int got = stream.Read(buffer, 0, buffer.Length); got > 0; got = stream.Read(buffer, 0, buffer.Length))
            Add(buffer, got);
    }

    public string Finish()
    {
        sha.TransformFinalBlock([], 0, 0);
        return BitConverter.ToString(sha.Hash!, 0, 16).Replace("-", "").ToLowerInvariant();
    }

    public void Dispose() => sha.Dispose();

    private void Add(long number) => Add(BitConverter.GetBytes(number), sizeof(long));

    private void Add(byte[] bytes, int count) => sha.TransformBlock(bytes, 0, count, null, 0);
}
