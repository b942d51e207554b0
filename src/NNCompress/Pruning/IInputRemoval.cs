using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>Takes channels out of what one layer reads, and lets the layer make up for them as far as it can.</summary>
internal interface IInputRemoval
{
    /// <summary>Weighted squared error of the layer's outputs, averaged over the data, if the unit leaves now.</summary>
    double Cost(int unit);

    void Remove(int unit);

    /// <summary>The output row leaves: its errors no longer count.</summary>
    void DropRow(int row);

    /// <summary>Bytes of the matrices that are in memory and could wait elsewhere.</summary>
    long AwakeBytes { get; }

    /// <summary>Until it is asked again, what it needs waits on the shelf.</summary>
    void Rest(Shelf shelf);

    /// <summary>Puts the mended weights into the network, a copy of the one that this was made for, with all its channels and the layer's weights as they were.</summary>
    void Store(Network mended);
}
