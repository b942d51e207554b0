namespace NNCompress.Coding;

/// <summary>Names the JPEG codec of a plug-in's assembly, so that it is found without a search through its types.</summary>
/// <param name="codec">A public type that implements <see cref="IJpegCodec"/> and has a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class JpegCodecPluginAttribute(Type codec) : Attribute
{
    public Type Codec { get; } = codec;
}
