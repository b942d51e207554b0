using NNCompress.Coding;

[assembly: JpegCodecPlugin(typeof(FailingPlugin.NoCodec))]

namespace FailingPlugin;

/// <summary>Is no codec, whatever the attribute says.</summary>
public sealed class NoCodec
{
    public string Name => "none";
}
