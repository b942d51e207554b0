namespace NNCompress.Tests.Data.Images;

/// <summary>A file five hundred times, with one bit flipped or cut off, drawn by seed.</summary>
internal static class DamagedFiles
{
    public static IEnumerable<byte[]> Of(byte[] file)
    {
        Random random = new(5);
        for (int trial = 0; trial < 500; trial++)
        {
            byte[] damaged = trial % 3 == 0 ? file[..random.Next(file.Length)] : (byte[])file.Clone();
            if (trial % 3 > 0)
                damaged[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            yield return damaged;
        }
    }
}
