namespace NNCompress.Data;

/// <summary>Names the image reader of a plug-in's assembly, so that it is found without a search through its types.</summary>
/// <param name="reader">A public type that implements <see cref="IImageReader"/> and has a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ImageReaderPluginAttribute(Type reader) : Attribute
{
    public Type Reader { get; } = reader;
}
