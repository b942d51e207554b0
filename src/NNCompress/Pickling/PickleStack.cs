namespace NNCompress.Pickling;

/// <summary>What a pickle has made so far: objects on a stack, marks between them, and those that it remembers by number. Bounds their number.</summary>
internal sealed class PickleStack
{
    /// <summary>More than any state of tensors has: about 30 a tensor.</summary>
    public const int MostObjects = 1 << 20;

    private readonly string path;
    private readonly List<object?> stack = [];
    private readonly Stack<int> marks = new();
    private readonly Dictionary<uint, object?> memo = [];
    private int objects;

    /// <param name="path">For messages.</param>
    public PickleStack(string path) => this.path = path;

    /// <summary>How many objects have been remembered.</summary>
    public uint Remembered => (uint)memo.Count;

    /// <exception cref="NncException">NNC2176: too many.</exception>
    public void Push(object? value)
    {
        CountOne();
        stack.Add(value);
    }

    /// <summary>The next objects are of one container, up to <see cref="SinceMark"/>.</summary>
    public void Mark()
    {
        CountOne();
        marks.Push(stack.Count);
    }

    /// <exception cref="NncException">NNC2176: there is none since the last mark.</exception>
    public object? Pop()
    {
        object? top = Last();
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    /// <summary>The container on top, which stays there.</summary>
    /// <exception cref="NncException">NNC2176: there is none, or something else.</exception>
    public T Top<T>()
        where T : class => Last() as T ?? throw Damaged("it puts items into what is no container");

    /// <summary>Takes the last mark and what is above it.</summary>
    /// <exception cref="NncException">NNC2176: there is no mark.</exception>
    public object?[] SinceMark()
    {
        if (marks.Count == 0)
            throw Damaged("the beginning of a container is missing");
        int mark = marks.Pop();
        object?[] items = [.. stack[mark..]];
        stack.RemoveRange(mark, stack.Count - mark);
        return items;
    }

    /// <summary>Notes the object on top under a number.</summary>
    public void Remember(uint index)
    {
        CountOne();
        memo[index] = stack.Count > 0 ? stack[^1] : throw Missing();
    }

    /// <exception cref="NncException">NNC2176: there is none of that number.</exception>
    public object? Recall(uint index) => memo.TryGetValue(index, out object? known) ? known : throw Damaged($"it asks for object {index}, which it has not told of");

    /// <summary>The one object that is left when all has been read.</summary>
    /// <exception cref="NncException">NNC2176: there are more, or none.</exception>
    public object? Only() => stack.Count == 1 && marks.Count == 0 ? stack[0] : throw Damaged($"{stack.Count} objects are left at its end");

    private object? Last() => stack.Count > (marks.Count > 0 ? marks.Peek() : 0) ? stack[^1] : throw Missing();

    private void CountOne()
    {
        if (++objects > MostObjects)
            throw Damaged($"it has more than {MostObjects} objects");
    }

    private NncException Missing() => Damaged("an object that it uses is missing");

    private NncException Damaged(string what) => PickleError.Damaged(path, what);
}
