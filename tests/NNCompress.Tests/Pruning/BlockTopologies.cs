using NNCompress.Models;
using static NNCompress.Tests.Pruning.PictureBlocks;
using static NNCompress.Tests.Pruning.TokenBlocks;

namespace NNCompress.Tests.Pruning;

/// <summary>The blocks that exported networks are made of, small and with random weights.</summary>
internal static class BlockTopologies
{
    public static IReadOnlyDictionary<string, Func<Network>> All { get; } = new Dictionary<string, Func<Network>>
    {
        ["grouped convolution, many groups"] = () => Grouped(8, 2, 2),
        ["grouped convolution, many groups of unequal sides"] = () => Grouped(6, 1, 2),
        ["grouped convolution, few groups"] = () => Grouped(2, 10, 9),
        ["channel shuffle"] = () => Shuffle(shapeInFile: true),
        ["channel shuffle of a computed shape"] = () => Shuffle(shapeInFile: false),
        ["squeeze and excite"] = SqueezeExcite,
        ["mean of places"] = MeanOfPlaces,
        ["layer norm behind a hidden layer"] = LayerNorm,
        ["layer norm in pieces"] = LayerNormInPieces,
        ["instance norm"] = InstanceNorm,
        ["group norm"] = () => GroupNorm(18, 4),
        ["group norm, a scale a channel"] = () => GroupNorm(21, 12),
        ["group norm by reshapes"] = GroupNormByReshapes,
        ["u-net"] = UNet,
        ["resize to sizes"] = () => Resize(computed: false),
        ["resize to computed sizes"] = () => Resize(computed: true),
        ["einsum"] = Einsum,
        ["linear attention of one head"] = OneHead,
        ["gelu in pieces"] = Gelu,
        ["chunks of a computed length"] = Chunks,
        ["split with sizes"] = () => SplitSizes(13),
        ["split with sizes as attribute"] = () => SplitSizes(11),
        ["split into equal parts"] = () => SplitSizes(13, named: false),
        ["split into equal parts, opset 11"] = () => SplitSizes(11, named: false),
        ["slice of channels"] = () => Slice(13),
        ["slice of channels, opset 9"] = () => Slice(9),
        ["gather of channels"] = GatherChannels,
        ["heads, three projections"] = () => Attention(batch: -1),
        ["heads, one batch"] = () => Attention(batch: 1),
        ["heads, fused projection split"] = FusedSplit,
        ["heads, fused projection reshaped"] = FusedReshape,
        ["heads, fused projection gathered, heads in the batch"] = TorchAttention,
        ["gated feed-forward"] = Gated,
        ["class token"] = ClassToken,
        ["pixel shuffle by reshapes"] = PixelShuffle,
        ["prelu"] = PRelu,
        ["hard swish in pieces"] = HardSwish,
        ["variadic sum, min, max, where, pow"] = Mixed,
        ["tied biases and scales"] = () => NNCompress.Pruning.SharedVectors.Separate(TiedVectors()),
        ["transposed layout"] = ConvNext,
        ["squeeze and unsqueeze"] = Squeezed,
        ["batched product of a weight"] = StackedWeights,
    };

    /// <summary>Those whose channels lie in ways that gates do not fit.</summary>
    public static IReadOnlyList<string> Ungated { get; } =
        ["grouped convolution, many groups", "grouped convolution, few groups", "channel shuffle", "channel shuffle of a computed shape", "slice of channels", "slice of channels, opset 9", "gather of channels"];
}
