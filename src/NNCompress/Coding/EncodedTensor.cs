using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>A tensor's section and what a decoder makes of it.</summary>
public sealed record EncodedTensor
{
    // Greater tensors are kept as long as somebody uses them, and decoded again when they are needed again: a search holds many encodings of a network.
    private const int KeptElements = 1 << 14;

    private readonly WeakReference<Tensor?> last = new(null);
    private Tensor? kept;
    private byte[]? payload;
    private Shelved<byte>? shelved;

    /// <param name="coder">How the payload is coded.</param>
    /// <param name="payload">The section's content.</param>
    /// <param name="original">Gives name, shape and element type.</param>
    /// <param name="coding">What was asked.</param>
    public EncodedTensor(CoderKind coder, byte[] payload, StoredWeights original, TensorCoding coding)
    {
        (Coder, Bytes, Coding) = (coder, payload.Length, coding);
        this.payload = payload;
        (Name, Shape, Type) = (original.Name, original.Shape, original.Type);
    }

    /// <summary>How the payload is coded.</summary>
    public CoderKind Coder { get; }

    /// <summary>The section's content.</summary>
    public byte[] Payload => shelved?.Values ?? payload!;

    /// <summary>The length of the section's content.</summary>
    public int Bytes { get; }

    /// <summary>What was asked.</summary>
    public TensorCoding Coding { get; }

    /// <summary>The original's name.</summary>
    public string Name { get; }

    /// <summary>The original's dimensions, outermost first.</summary>
    public int[] Shape { get; }

    /// <summary>The original's element type.</summary>
    public ElementType Type { get; }

    /// <summary>Same name and shape as the original; exactly the values that the shim will compute.</summary>
    public Tensor Decoded
    {
        get
        {
            if ((kept ?? (last.TryGetTarget(out Tensor? before) ? before : null)) is { } decoded)
                return decoded;
            LargeMemory.Make(Shape.Aggregate((long)sizeof(float), (product, d) => product * d));
            decoded = new Tensor(Name, Shape, TensorDecoder.Decode((int)Coder, Payload, 0, Bytes, Shape), Type);
            last.SetTarget(decoded);
            if (decoded.Length <= KeptElements)
                kept = decoded;
            return decoded;
        }
    }

    /// <summary>Other coders' bytes, where there was a race.</summary>
    public IReadOnlyList<Rival> Rivals { get; init; } = [];

    /// <summary>Has the section's content wait on a shelf.</summary>
    /// <exception cref="NncException">NNC2003: the temporary folder cannot be written.</exception>
    internal EncodedTensor On(Shelf shelf)
    {
        if (shelved is not null)
            return this;
        shelved = shelf.Put(payload!);
        payload = null;
        return this;
    }
}
