namespace NNCompress.Pickling;

/// <summary>A dict or OrderedDict: pairs in their order. Keys that are neither text nor numbers are kept, and found by nobody.</summary>
internal sealed class PickledDictionary
{
    private List<KeyValuePair<object?, object?>>? pairs;

    public IReadOnlyList<KeyValuePair<object?, object?>> Pairs => pairs ?? [];

    /// <summary>The value last set under that text; null where there is none.</summary>
    public object? Find(string key) => Pairs.LastOrDefault(p => p.Key is string text && text == key).Value;

    public void Add(object? key, object? value) => (pairs ??= []).Add(new(key, value));
}
