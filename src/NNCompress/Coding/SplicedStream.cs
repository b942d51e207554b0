using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>The ONNX file in an .nnz file, with holes where weights are.</summary>
internal sealed class SplicedStream : Stream
{
    private readonly byte[] skeleton;
    private readonly List<(long Start, int From, int Length)> pieces = [];

    public SplicedStream(NnzFile archive)
    {
        (skeleton, Length) = (archive.Skeleton, archive.OnnxLength);
        int from = 0;
        long at = 0;
        foreach (NnzSection section in archive.Sections)
        {
            pieces.Add((at, from, section.Splice - from));
            (from, at) = (section.Splice, section.Place + section.DecodedBytes);
        }
        pieces.Add((at, from, skeleton.Length - from));
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    /// <exception cref="InvalidDataException">Weights are asked for.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (Position >= Length)
            return 0;
        (int from, int left) = Find();
        int count = Math.Min(buffer.Length, left);
        skeleton.AsSpan(from, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    /// <inheritdoc cref="Read(Span{byte})"/>
    public override int ReadByte()
    {
        if (Position >= Length)
            return -1;
        (int from, _) = Find();
        Position++;
        return skeleton[from];
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    // Where in the skeleton the position is, and how much follows there without a hole.
    private (int From, int Left) Find()
    {
        int low = 0, high = pieces.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = pieces[middle].Start <= Position ? (middle, high) : (low, middle - 1);
        }
        long inside = Position - pieces[low].Start;
        if (inside >= pieces[low].Length)
            throw new InvalidDataException($"Weights lie at {Position} of the ONNX file, where none belong.");
        return (pieces[low].From + (int)inside, pieces[low].Length - (int)inside);
    }
}
