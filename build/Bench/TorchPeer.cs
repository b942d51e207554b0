using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NNCompress.Bench;

/// <summary>
/// A Python program that times PyTorch: called with <c>--threads N --slice SECONDS NETWORK</c> it prints a line a case, such as
/// <c>lenet train batch=64 threads=1: best 4408 median 4249 images/s</c>.
/// </summary>
internal sealed partial class TorchPeer(string python, string script, int threads)
{
    /// <summary>Median images a second of each of a network's cases, by their names; null with what went wrong on the error stream.</summary>
    public Dictionary<string, double>? Measure(string network, double slice)
    {
        ProcessStartInfo start = new(python, [script, "--threads", $"{threads}", "--slice", slice.ToString(CultureInfo.InvariantCulture), network])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Without the core type OpenBLAS may miss AVX-512 on a newer processor; threads that wait actively starve each other.
        start.Environment["OPENBLAS_CORETYPE"] = "SkylakeX";
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = $"{threads}";
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Dictionary<string, double> medians = Line().Matches(output).ToDictionary(m => m.Groups[1].Value, m => double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture));
            if (process.ExitCode == 0 && medians.Count > 0)
                return medians;
            Console.Error.WriteLine($"The peer '{python} {script}' ended with exit code {process.ExitCode} and {medians.Count} figures. It needs PyTorch with OpenBLAS; --python names another interpreter.");
            Console.Error.WriteLine(errors.Result.Trim());
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or FileNotFoundException)
        {
            Console.Error.WriteLine($"The peer cannot be started: {e.Message}. It needs Python with PyTorch; --python names the interpreter.");
        }
        return null;
    }

    [GeneratedRegex(@"^(.+) threads=\d+: best [\d.]+ median ([\d.]+) images/s\r?$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
