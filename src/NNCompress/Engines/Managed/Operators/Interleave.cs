using NNCompress.Engines.Managed.Interleaved;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Brings a batch in rows into the interleaved layout, or back.</summary>
/// <param name="samples">Samples in the batch.</param>
/// <param name="length">Elements of a sample.</param>
/// <param name="pack">Into the layout; otherwise back into rows.</param>
internal sealed unsafe class Interleave(int samples, int length, bool pack) : Kernel(0)
{
    public override void Run(in KernelFrame frame)
    {
        for (int block = 0; block < Interleaving.Blocks(samples); block++)
        {
            nint start = (nint)block * Interleaving.Samples * length;
            int held = Interleaving.Held(samples, block);
            if (pack)
                Interleaving.Pack(frame.Input(0) + start, length, held, 0, length, frame.Output + start);
            else
                Interleaving.Unpack(frame.Input(0) + start, 0, length, frame.Output + start, length, held);
        }
    }
}
