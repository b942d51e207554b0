using System.Text.Json.Nodes;

namespace Pages;

/// <summary>Pictures of a page, or of parts of it.</summary>
internal static class Screenshot
{
    /// <param name="tab">Where to show it.</param>
    /// <param name="view">How wide, and light or dark.</param>
    /// <param name="page">The page.</param>
    /// <param name="target">The PNG file.</param>
    /// <param name="from">Heading of the first section in the picture; null for the top of the page.</param>
    /// <param name="height">Pixels of the page; null for all that follows.</param>
    public static async Task Write(Tab tab, PageView view, string page, string target, string? from, int? height)
    {
        await view.Show(tab, page);
        double top = from is null ? 0
            : (double?)await tab.Evaluate($"[...document.querySelectorAll('h2')].find(h => h.textContent === {JsonValue.Create(from).ToJsonString()})?.parentElement.getBoundingClientRect().top - 8")
                ?? throw new InvalidOperationException($"{page} has no section '{from}'.");
        double whole = (double)(await tab.Evaluate("document.documentElement.scrollHeight"))!;
        JsonObject result = await tab.Send("Page.captureScreenshot", new JsonObject
        {
            ["format"] = "png",
            ["captureBeyondViewport"] = true,
            ["clip"] = new JsonObject { ["x"] = 0, ["y"] = top, ["width"] = view.Width, ["height"] = Math.Min(height ?? whole, whole - top), ["scale"] = 1 },
        });
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        await File.WriteAllBytesAsync(target, PngFile.WithPalette(Convert.FromBase64String((string)result["data"]!)));
    }
}
