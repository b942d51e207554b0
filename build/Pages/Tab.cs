using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pages;

/// <summary>One tab, driven by the Chrome DevTools Protocol (chromedevtools.github.io/devtools-protocol).</summary>
internal sealed class Tab : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket socket = new();
    private int last;

    private Tab()
    {
    }

    /// <summary>What the tab has told of without being asked.</summary>
    public List<JsonObject> Events { get; } = [];

    public static async Task<Tab> Open(Chromium chromium)
    {
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Put, $"http://{chromium.Address}/json/new?about:blank");
        using HttpResponseMessage response = await http.SendAsync(request);
        JsonNode target = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Tab tab = new();
        await tab.socket.ConnectAsync(new Uri((string)target["webSocketDebuggerUrl"]!), CancellationToken.None);
        return tab;
    }

    /// <summary>Sends a command and waits for its result.</summary>
    /// <exception cref="InvalidOperationException">The tab refuses it.</exception>
    /// <exception cref="OperationCanceledException">There is no answer.</exception>
    public async Task<JsonObject> Send(string method, JsonObject? parameters = null)
    {
        using CancellationTokenSource limit = new(Longest);
        int id = ++last;
        JsonObject command = new() { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, true, limit.Token);
        while (true)
        {
            JsonObject message = await Receive(limit.Token);
            if ((int?)message["id"] != id)
            {
                Events.Add(message);
                continue;
            }
            return message["error"] is { } error ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : message["result"]!.AsObject();
        }
    }

    /// <summary>Waits until the tab has told of such an event.</summary>
    public async Task Await(string method)
    {
        using CancellationTokenSource limit = new(Longest);
        while (!Events.Any(e => (string?)e["method"] == method))
            Events.Add(await Receive(limit.Token));
    }

    /// <summary>The value of an expression of JavaScript.</summary>
    public async Task<JsonNode?> Evaluate(string expression) =>
        (await Send("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true }))["result"]?["value"]?.DeepClone();

    public void Dispose() => socket.Dispose();

    private async Task<JsonObject> Receive(CancellationToken cancellation)
    {
        using MemoryStream message = new();
        byte[] buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, cancellation);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!.AsObject();
    }
}
