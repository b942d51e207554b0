using NNCompress.Coding;
using NNCompress.Coding.Jpeg;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;

namespace NNCompress.Plugins;

/// <summary>Engines, JPEG codecs and image readers by name: the built-in ones, and those of plug-ins.</summary>
internal static class Parts
{
    /// <summary>The name of the built-in engine and codec.</summary>
    public const string Managed = "managed";

    private const string Images = "imagesharp";

    /// <param name="engine">managed or null for the built-in one; else a plug-in's name or path.</param>
    /// <param name="options">How it is to run.</param>
    /// <param name="finder">Where plug-ins are.</param>
    /// <exception cref="NncException">NNC1150–1155: the plug-in cannot be used. NNC1156: the built-in engine has no such device.</exception>
    public static ITrainingEngine Engine(string? engine, EngineOptions options, PluginFinder finder)
    {
        if (!IsManaged(engine))
            return Plugin.Load(engine!, finder).Create<EnginePluginAttribute, ITrainingEngine>("engine", a => a.Engine, options);
        if (options.Device is { } device && !device.Equals("cpu", StringComparison.OrdinalIgnoreCase))
            throw new NncException("NNC1156", null, $"the managed engine runs on cpu alone, and the device is '{device}': leave --device out, or give an engine that has it, such as --engine torchsharp.");
        return new ManagedEngine(options.Threads);
    }

    /// <param name="codec">managed or null for the built-in one; else a plug-in's name or path.</param>
    /// <param name="finder">Where plug-ins are.</param>
    /// <exception cref="NncException">NNC1150–1155: the plug-in cannot be used.</exception>
    public static IJpegCodec JpegCodec(string? codec, PluginFinder finder) =>
        IsManaged(codec) ? new ManagedJpegCodec() : Plugin.Load(codec!, finder).Create<JpegCodecPluginAttribute, IJpegCodec>("JPEG codec", a => a.Codec);

    /// <summary>What reads image formats that the library does not: the plug-in of the JPEG codec where it has a reader, else that of the name imagesharp; null where there is neither.</summary>
    /// <inheritdoc cref="JpegCodec"/>
    public static IImageReader? ImageReader(string? codec, PluginFinder finder)
    {
        Plugin? plugin = IsManaged(codec) ? null : Plugin.Load(codec!, finder);
        if (plugin?.Has<ImageReaderPluginAttribute>() != true)
            plugin = finder.TryFind(Images) is { } found ? Plugin.Load(found, finder) : null;
        return plugin?.Create<ImageReaderPluginAttribute, IImageReader>("image reader", a => a.Reader);
    }

    /// <summary>Stands for a part in keys of results: null for the built-in one, else the very build of the plug-in.</summary>
    /// <exception cref="NncException">NNC1150–1153: the plug-in cannot be used.</exception>
    public static string? Identity(string? part, PluginFinder finder) => IsManaged(part) ? null : Plugin.Load(part!, finder).Identity;

    /// <summary>Names of the plug-ins that are installed, for a list.</summary>
    public static IEnumerable<string> Installed(PluginFinder finder) => PluginFinder.Packages.Keys.Where(name => finder.TryFind(name) is not null);

    private static bool IsManaged(string? part) => part is null || part.Equals(Managed, StringComparison.OrdinalIgnoreCase);
}
