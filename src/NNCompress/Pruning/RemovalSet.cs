using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>
/// The removals of a network's layers. Together their matrices may take several times the memory of the model, so only those stay awake that were worked on last, up to
/// a share of its bytes.
/// </summary>
/// <param name="shelf">Where the others wait.</param>
/// <param name="most">Bytes that may be awake.</param>
internal sealed class RemovalSet(Shelf shelf, long most)
{
    /// <summary>The share of a model's bytes that may be awake, and what always may.</summary>
    private const long Share = 8, Least = 24L << 20;

    private readonly Dictionary<string, IInputRemoval> removals = [];

    /// <summary>Weights, the one worked on last at the end.</summary>
    private readonly LinkedList<string> order = [];

    /// <summary>For the layers of a model.</summary>
    /// <param name="modelBytes">The model's length.</param>
    public static RemovalSet For(long modelBytes) => new(Shelf.ForSeldom(modelBytes), Math.Max(Least, modelBytes / Share));

    /// <summary>Bytes of the matrices that are in memory.</summary>
    public long AwakeBytes => removals.Values.Sum(r => r.AwakeBytes);

    /// <summary>The layers' weights.</summary>
    public IEnumerable<string> Weights => removals.Keys;

    /// <summary>The removal of a layer that has one.</summary>
    /// <param name="weight">The layer's.</param>
    public IInputRemoval this[string weight] => removals[weight];

    public bool Contains(string weight) => removals.ContainsKey(weight);

    /// <param name="weight">The layer's.</param>
    /// <param name="removal">Takes the place of one that was there.</param>
    public void Add(string weight, IInputRemoval removal)
    {
        removals[weight] = removal;
        Worked(weight);
        Settle();
    }

    /// <summary>Takes the unit out of what the layer reads.</summary>
    public void Remove(string weight, int unit)
    {
        removals[weight].Remove(unit);
        Worked(weight);
    }

    /// <summary>Has matrices wait that are too much, the ones worked on longest ago first; one stays awake whatever it takes.</summary>
    public void Settle()
    {
        long awake = AwakeBytes;
        for (LinkedListNode<string>? oldest = order.First; awake > most && oldest != order.Last; oldest = oldest!.Next)
        {
            IInputRemoval removal = removals[oldest!.Value];
            awake -= removal.AwakeBytes;
            removal.Rest(shelf);
        }
    }

    /// <summary>Puts all mended weights into the network, and has all matrices wait.</summary>
    /// <param name="mended">As for <see cref="IInputRemoval.Store"/>; null where nothing was removed.</param>
    /// <param name="last">Whether nothing is removed afterwards: the set is empty then.</param>
    public void Store(Network? mended, bool last)
    {
        foreach (string weight in order.Reverse().ToList())
        {
            if (mended is not null)
                removals[weight].Store(mended);
            if (last)
                removals.Remove(weight);
            else
                removals[weight].Rest(shelf);
        }
        if (last)
            order.Clear();
    }

    private void Worked(string weight)
    {
        order.Remove(weight);
        order.AddLast(weight);
    }
}
