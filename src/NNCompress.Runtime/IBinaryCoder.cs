namespace NNCompress.Runtime
{
    /// <summary>One end of an arithmetic coder. The models are written once against it, so that both ends cannot drift apart.</summary>
    interface IBinaryCoder
    {
        /// <summary>Codes one binary decision.</summary>
        /// <param name="bit">The decision, 0 or 1; a decoder ignores it.</param>
        /// <param name="one">Probability of 1, in 1/65536: 1 to 65535.</param>
        /// <returns>The decision.</returns>
        int Code(int bit, int one);

        /// <summary>The same for a decision that no processor can foresee: decoders make it without a branch.</summary>
        int CodeUnforeseen(int bit, int one);
    }
}
