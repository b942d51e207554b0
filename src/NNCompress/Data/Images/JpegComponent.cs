namespace NNCompress.Data.Images;

/// <summary>One component of a JPEG frame.</summary>
/// <param name="id">As scans name it.</param>
/// <param name="across">Horizontal sampling factor.</param>
/// <param name="down">Vertical sampling factor.</param>
/// <param name="table">Destination of its quantisation table.</param>
/// <param name="width">Samples a row.</param>
/// <param name="height">Rows of samples.</param>
/// <param name="blocksAcross">Blocks a row, those that fill up interleaved units included.</param>
/// <param name="blocksDown">Rows of blocks, likewise.</param>
internal sealed class JpegComponent(int id, int across, int down, int table, int width, int height, int blocksAcross, int blocksDown)
{
    private byte[]? samples;

    public int Id => id;

    public int Across => across;

    public int Down => down;

    public int Table => table;

    public int Width => width;

    public int Height => height;

    public int BlocksAcross => blocksAcross;

    public int BlocksDown => blocksDown;

    public int Stride => blocksAcross * 8;

    public bool IsComplete { get; set; }

    /// <summary>Rows of <see cref="Stride"/> bytes, of which <see cref="Width"/> × <see cref="Height"/> are the picture's.</summary>
    public byte[] Samples => samples ??= new byte[Stride * blocksDown * 8];
}
