using System.Text.Json.Nodes;

namespace Pages;

/// <summary>A page as somebody sees it: so many pixels wide, light or dark.</summary>
/// <param name="Width">Pixels of the page.</param>
/// <param name="Dark">Whether the reader prefers dark.</param>
internal sealed record PageView(int Width, bool Dark)
{
    private const int Height = 900, PhoneWidth = 500;

    /// <summary>All that are looked at.</summary>
    public static readonly IReadOnlyList<PageView> All = [new(1280, false), new(1280, true), new(390, false), new(390, true)];

    /// <summary>Opens the file in the tab and waits until it is laid out.</summary>
    public async Task Show(Tab tab, string file, double scale = 1)
    {
        await tab.Send("Page.enable");
        await tab.Send("Runtime.enable");
        await tab.Send("Log.enable");
        await tab.Send("Network.enable");
        await tab.Send("Emulation.setDeviceMetricsOverride", new JsonObject
        {
            ["width"] = Width,
            ["height"] = Height,
            ["deviceScaleFactor"] = scale,
            ["mobile"] = Width < PhoneWidth,
        });
        await tab.Send("Emulation.setEmulatedMedia", new JsonObject
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = Dark ? "dark" : "light" }),
        });
        tab.Events.Clear();
        await tab.Send("Page.navigate", new JsonObject { ["url"] = new Uri(Path.GetFullPath(file)).AbsoluteUri });
        await tab.Await("Page.loadEventFired");
        // What has been asked for after loading, such as an icon, would show by now.
        await Task.Delay(200);
        await tab.Evaluate("1");
    }

    public override string ToString() => $"{Width} pixels, {(Dark ? "dark" : "light")}";
}
