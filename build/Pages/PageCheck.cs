using System.Text.Json.Nodes;

namespace Pages;

/// <summary>What a page must not do, at any width: complain, fetch, run wider than the screen, hide words in too small letters.</summary>
internal static class PageCheck
{
    /// <summary>Names the widest elements that stick out; those inside a box that scrolls by itself do not.</summary>
    private const string Overflow = """
        (() => {
          const wide = document.documentElement.scrollWidth - innerWidth;
          if (wide <= 0) return '';
          const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 0.5).slice(0, 3);
          return `${wide} pixels too wide: ` + out.map(e => e.tagName + (e.className.baseVal ?? e.className ? '.' + (e.className.baseVal ?? e.className) : '')).join(', ');
        })()
        """;

    /// <summary>Words of drawings are scaled with them.</summary>
    private const string Small = """
        [...document.querySelectorAll('text, td, p, figcaption')].filter(e => e.textContent.trim() && e.getClientRects().length)
          .map(e => ({ e, size: parseFloat(getComputedStyle(e).fontSize) * (e.ownerSVGElement ? e.ownerSVGElement.getBoundingClientRect().width / e.ownerSVGElement.viewBox.baseVal.width : 1) }))
          .filter(s => s.size < 9.5).map(s => `'${s.e.textContent.slice(0, 20)}' ${s.size.toFixed(1)} pixels high`).slice(0, 3).join(', ')
        """;

    /// <summary>Words of one drawing that lie upon each other.</summary>
    private const string Overlapping = """
        [...document.querySelectorAll('svg')].flatMap(s => {
          const boxes = [...s.querySelectorAll('text')].filter(t => t.textContent.trim()).map(t => ({ text: t.textContent, box: t.getBoundingClientRect() }));
          return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b =>
            Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1 && Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 3)
            .map(b => `'${a.text}' upon '${b.text}'`));
        }).slice(0, 3).join(', ')
        """;

    /// <returns>What is wrong; nothing where all is well.</returns>
    public static async Task<IReadOnlyList<string>> Of(Tab tab, PageView view, string file)
    {
        await view.Show(tab, file);
        List<string> wrong = [];
        foreach (JsonObject happened in tab.Events)
        {
            JsonNode? parameters = happened["params"];
            string? complaint = (string?)happened["method"] switch
            {
                "Log.entryAdded" => $"the console has: {(string?)parameters?["entry"]?["text"]}",
                "Runtime.consoleAPICalled" => $"the console has: {parameters?["args"]?.ToJsonString()}",
                "Runtime.exceptionThrown" => $"an exception: {parameters?["exceptionDetails"]?.ToJsonString()}",
                "Network.requestWillBeSent" when (string?)parameters?["request"]?["url"] is { } url && !IsOwn(url, file) => $"it fetches {url}",
                "Network.loadingFailed" => $"something is not loaded: {(string?)parameters?["errorText"]}",
                _ => null,
            };
            if (complaint is not null)
                wrong.Add(complaint);
        }
        await Add("document.title ? '' : 'it has no title'");
        await Add("document.querySelectorAll('script').length ? 'it has a script' : ''");
        await Add("[...document.images].filter(i => !i.naturalWidth).length ? 'a picture cannot be shown' : ''");
        await Add(Overflow);
        await Add(Small);
        await Add(Overlapping);
        return wrong;

        async Task Add(string expression)
        {
            if ((string?)await tab.Evaluate(expression) is not "" and var complaint)
                wrong.Add(complaint ?? $"nothing comes of {expression}");
        }
    }

    private static bool IsOwn(string url, string file) =>
        url.StartsWith("data:", StringComparison.Ordinal) || url == new Uri(Path.GetFullPath(file)).AbsoluteUri;
}
