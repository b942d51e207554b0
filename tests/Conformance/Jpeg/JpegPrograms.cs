using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace NNCompress.Conformance.Jpeg;

/// <summary>The Independent JPEG Group's programs, as the judge of streams.</summary>
internal static class JpegPrograms
{
    /// <summary>Encodes a grayscale picture with cjpeg.</summary>
    public static byte[] Cjpeg(byte[] pixels, int width, int height, params string[] options) =>
        Run("cjpeg", [.. Encoding.ASCII.GetBytes($"P5\n{width} {height}\n255\n"), .. pixels], options);

    /// <summary>Encodes a colour picture with cjpeg.</summary>
    public static byte[] CjpegColour(byte[] pixels, int width, int height, params string[] options) =>
        Run("cjpeg", [.. Encoding.ASCII.GetBytes($"P6\n{width} {height}\n255\n"), .. pixels], options);

    /// <summary>Decodes a colour stream with djpeg: three bytes a pixel.</summary>
    public static byte[] DjpegColour(byte[] stream, out int width, out int height) => Pnm("P6", 3, stream, out width, out height);

    /// <summary>Decodes a grayscale stream with djpeg; fails where it warns.</summary>
    public static byte[] Djpeg(byte[] stream, out int width, out int height) => Pnm("P5", 1, stream, out width, out height);

    private static byte[] Pnm(string kind, int channels, byte[] stream, out int width, out int height)
    {
        byte[] pgm = Run("djpeg", stream, "-dct", "int", "-pnm");
        // P5, width and height, the maximum: three lines.
        int at = 0;
        string[] lines = new string[3];
        for (int i = 0; i < lines.Length; i++)
        {
            int end = Array.IndexOf(pgm, (byte)'\n', at);
            lines[i] = Encoding.ASCII.GetString(pgm, at, end - at);
            at = end + 1;
        }
        Assert.Equal(kind, lines[0]);
        int[] size = [.. lines[1].Split(' ').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        (width, height) = (size[0], size[1]);
        Assert.Equal((long)width * height * channels, pgm.Length - at);
        return pgm[at..];
    }

    private static byte[] Run(string program, byte[] input, params string[] options)
    {
        ProcessStartInfo start = new(program, options) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{program} is not installed: install the package libjpeg-turbo-progs (Debian, Ubuntu) or jpeg-turbo.", e);
        }
        using (process)
        {
            Task<string> errors = process!.StandardError.ReadToEndAsync();
            Task feed = Task.Run(() =>
            {
                process.StandardInput.BaseStream.Write(input);
                process.StandardInput.Close();
            });
            using MemoryStream output = new();
            process.StandardOutput.BaseStream.CopyTo(output);
            feed.Wait();
            process.WaitForExit();
            // The caution tells that steps above 255 make an extended stream.
            Assert.True(process.ExitCode == 0 && (errors.Result.Length == 0 || errors.Result.StartsWith("Caution", StringComparison.Ordinal)), $"{program} {string.Join(' ', options)}: exit code {process.ExitCode}, {errors.Result}");
            return output.ToArray();
        }
    }
}
