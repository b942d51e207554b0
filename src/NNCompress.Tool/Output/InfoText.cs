using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using NNCompress.Compression;
using NNCompress.Tool.CommandLine;

namespace NNCompress.Tool.Output;

/// <summary>What <c>--info</c> prints: the version, and what it runs on, for a report of a fault.</summary>
internal static class InfoText
{
    public static void Write(TextWriter output)
    {
        Line("version", ToolVersion.Text);
        Line("runtime", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        Line("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}");
        Line("processor", $"{Environment.ProcessorCount} cores, {Features()}");
        Line("vectors", $"{Installed.Vectors} in the engine; the runtime accelerates {Width()} bits");
        Line("memory", string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 20):N0} MiB for this process"));
        Line("engines", string.Join(", ", Installed.Engines.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Key} ({e.Value} operators)"))));
        Line("coders", string.Join(", ", Installed.Coders).ToLowerInvariant());
        Line("JPEG codecs", string.Join(", ", Installed.JpegCodecs));
        Line("plug-ins", string.Join(", ", Installed.Plugins.Select(p => $"{p.Key} ({p.Value ?? "not installed"})")));
        Line(".nnz format", string.Create(CultureInfo.InvariantCulture, $"version {Installed.FormatVersion}"));
        Line("place", AppContext.BaseDirectory);
        Line("licence", "MIT");

        void Line(string name, string value) => output.WriteLine($"{name,-13}{value}");
    }

    private static int Width() => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    private static string Features()
    {
        (string Name, bool Present)[] features =
        [
            ("SSE4.2", Sse42.IsSupported), ("AVX", Avx.IsSupported), ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("AVX-512F", Avx512F.IsSupported),
            ("NEON", AdvSimd.IsSupported), ("dot product", Dp.IsSupported),
        ];
        string[] present = [.. features.Where(f => f.Present).Select(f => f.Name)];
        return present.Length == 0 ? "no vectors" : string.Join(" ", present);
    }
}
