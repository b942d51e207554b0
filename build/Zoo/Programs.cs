using System.Diagnostics;

namespace Zoo;

/// <summary>Other programs that the zoo needs: Python with PyTorch, and Node.js with ONNX Runtime.</summary>
internal static class Programs
{
    /// <summary>Runs a program to its end; its lines of output.</summary>
    /// <exception cref="InvalidOperationException">It cannot be started, or ends with another code than 0.</exception>
    public static string[] Run(string program, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                : throw new InvalidOperationException($"'{program}' ended with code {process.ExitCode}: {Last(errors.Result)}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"'{program}' cannot be started: {e.Message}", e);
        }
    }

    /// <summary>This very program, in a process of its own.</summary>
    public static string[] Again(params IEnumerable<string> arguments)
    {
        string host = Environment.ProcessPath!, own = typeof(Programs).Assembly.Location;
        return Path.GetFileNameWithoutExtension(host) == Path.GetFileNameWithoutExtension(own) ? Run(host, arguments) : Run(host, arguments.Prepend(own));
    }

    /// <summary>The first output of each network in ONNX Runtime.</summary>
    /// <param name="root">Of the repository; ONNX Runtime is installed there where it is not yet.</param>
    /// <param name="kind">Of the values.</param>
    /// <param name="shape">Of all samples.</param>
    /// <param name="input">The file that holds them.</param>
    /// <param name="models">Paths.</param>
    public static float[][] OnnxRuntime(string root, string kind, IEnumerable<int> shape, string input, params string[] models)
    {
        string interop = Path.Combine(root, "tests", "interop");
        if (!Directory.Exists(Path.Combine(interop, "node_modules")))
            Run("npm", "ci", "--prefix", interop, "--silent", "--no-audit", "--no-fund");
        Run("node", [Path.Combine(root, "build", "Zoo", "runtime.mjs"), kind, string.Join(',', shape), input, .. models]);
        return Array.ConvertAll(models, model =>
        {
            byte[] bytes = File.ReadAllBytes(Path.ChangeExtension(model, ".out"));
            return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        });
    }

    private static string Last(string text) => text.Trim() is { Length: > 600 } many ? $"…{many[^600..]}" : text.Trim();
}
