namespace NNCompress.Pickling;

/// <summary>A list.</summary>
internal sealed class PickledList
{
    private List<object?>? items;

    public IReadOnlyList<object?> Items => items ?? [];

    public void Add(object? item) => (items ??= []).Add(item);
}
