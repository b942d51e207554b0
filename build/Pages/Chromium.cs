using System.Diagnostics;

namespace Pages;

/// <summary>A headless Chromium of this process's own, with a profile that ends with it.</summary>
internal sealed class Chromium : IDisposable
{
    private const int LongestStart = 60_000, Pause = 50;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    private readonly Process process;
    private readonly string profile;

    private Chromium(Process process, string profile) => (this.process, this.profile) = (process, profile);

    /// <summary>Where its tabs are driven from: host and port.</summary>
    public string Address { get; private set; } = "";

    /// <exception cref="InvalidOperationException">There is no Chromium, or it does not start.</exception>
    public static async Task<Chromium> Start()
    {
        string profile = Directory.CreateTempSubdirectory("pages-").FullName;
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions", "--disable-background-networking",
            "--hide-scrollbars", "--force-color-profile=srgb", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ];
        Process process = Process.Start(new ProcessStartInfo(Find(), arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Chromium chromium = new(process, profile);
        // Nobody reads what it says, but it must not wait for a reader.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            // It writes the port that it listens on into its profile.
            string portFile = Path.Combine(profile, "DevToolsActivePort");
            for (int waited = 0; waited < LongestStart; waited += Pause)
            {
                if (File.Exists(portFile) && await File.ReadAllLinesAsync(portFile) is [{ Length: > 0 } port, ..])
                {
                    chromium.Address = $"127.0.0.1:{port}";
                    return chromium;
                }
                if (process.HasExited)
                    throw new InvalidOperationException($"{process.StartInfo.FileName} has ended with {process.ExitCode} before it could be driven.");
                await Task.Delay(Pause);
            }
            throw new InvalidOperationException($"{process.StartInfo.FileName} does not say where to drive it from.");
        }
        catch
        {
            chromium.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        try
        {
            Directory.Delete(profile, recursive: true);
        }
        catch (IOException)
        {
            // A process of the family still writes: the folder is a temporary one.
        }
    }

    private static string Find() => Names
        .SelectMany(n => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(f => Path.Combine(f, n)))
        .FirstOrDefault(File.Exists) ?? throw new InvalidOperationException($"None of {string.Join(", ", Names)} is on the path. Debian and Ubuntu: apt-get install chromium.");
}
