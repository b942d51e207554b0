using System.Text;

namespace NNCompress.Tool.Tests.Malformed;

/// <summary>Seeded ways to spoil a file.</summary>
internal static class Mutation
{
    private const int Head = 512;

    /// <summary>Truncations, flipped bits, overwritten runs, and things that were never such a file.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Of(byte[] sound, int seed, int each)
    {
        Random random = new(seed);
        foreach (int length in (int[])[0, 1, 4, 9, 16, sound.Length / 2, sound.Length - 1])
            yield return ($"first {length} bytes", sound[..Math.Min(length, sound.Length)]);
        yield return ("a byte too many", [.. sound, 0]);
        yield return ("twice", [.. sound, .. sound]);
        yield return ("text", Encoding.UTF8.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n"));
        yield return ("zeros", new byte[1000]);
        yield return ("ones", [.. Enumerable.Repeat((byte)255, 1000)]);
        for (int i = 0; i < each; i++)
        {
            byte[] noise = new byte[random.Next(1, 4000)];
            random.NextBytes(noise);
            yield return ($"noise {i}", noise);
            yield return ($"cut {i}", sound[..random.Next(sound.Length)]);
            yield return ($"flips {i}", Flipped(sound, random, random.Next(1, 9), sound.Length));
            yield return ($"flips in the head {i}", Flipped(sound, random, random.Next(1, 4), Math.Min(Head, sound.Length)));
            yield return ($"flips in the tail {i}", Reversed(Flipped(Reversed(sound), random, random.Next(1, 4), Math.Min(Head, sound.Length))));
            byte[] overwritten = [.. sound];
            int start = random.Next(sound.Length), count = Math.Min(random.Next(1, 64), sound.Length - start);
            overwritten.AsSpan(start, count).Fill((byte)(random.Next(2) * 255));
            yield return ($"overwritten {i}", overwritten);
        }
    }

    private static byte[] Flipped(byte[] sound, Random random, int flips, int within)
    {
        byte[] bytes = [.. sound];
        for (int i = 0; i < flips; i++)
            bytes[random.Next(within)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    private static byte[] Reversed(byte[] bytes)
    {
        byte[] reversed = [.. bytes];
        Array.Reverse(reversed);
        return reversed;
    }
}
