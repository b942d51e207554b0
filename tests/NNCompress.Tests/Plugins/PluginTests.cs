using System.Runtime.Loader;
using NNCompress.Coding;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Plugins;

namespace NNCompress.Tests.Plugins;

/// <summary>Loading plug-ins: each in its own context, each failure one clear error.</summary>
public sealed class PluginTests : IDisposable
{
    private static readonly PluginFinder Nowhere = new([], []);

    private readonly string folder = Directory.CreateTempSubdirectory("nnc-plugins-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_engine_lives_in_a_context_of_its_own_and_shares_the_contract()
    {
        ITrainingEngine engine = Parts.Engine(TestPlugins.Counting, new EngineOptions(3, "cpu"), Nowhere);
        Assert.Equal("counting 0 on cpu with 3", engine.Name);
        AssemblyLoadContext context = AssemblyLoadContext.GetLoadContext(engine.GetType().Assembly)!;
        Assert.NotSame(AssemblyLoadContext.Default, context);
        Assert.Contains(context.Assemblies, a => a.GetName().Name == "CountingParts");
        Assert.DoesNotContain(context.Assemblies, a => a.GetName().Name == "NNCompress");
        Assert.Same(engine.GetType(), Parts.Engine(TestPlugins.Counting, new EngineOptions(), Nowhere).GetType());
    }

    [Fact]
    public void A_plug_in_is_found_by_its_folder_too()
    {
        Assert.Equal("plain", Parts.JpegCodec(Path.GetDirectoryName(TestPlugins.Counting), Nowhere).Name);
        Assert.Equal("managed", Parts.JpegCodec("Managed", Nowhere).Name);
        Assert.Equal("managed", Parts.Engine(null, new EngineOptions(1, "CPU"), Nowhere).Name);
    }

    [Fact]
    public void The_codecs_plug_in_reads_images_where_it_can()
    {
        Assert.Equal("plain", Parts.ImageReader(TestPlugins.Counting, Nowhere)!.Name);
        Assert.Null(Parts.ImageReader(null, Nowhere));
        Assert.Null(Parts.ImageReader(TestPlugins.Failing, Nowhere));
    }

    [Fact]
    public void A_name_is_looked_for_in_folders_and_among_packages_of_this_version()
    {
        string version = typeof(PluginFinder).Assembly.GetName().Version!.ToString(3);
        string packaged = Copy(Path.Combine("packages", "nncompress.torchsharp", version, "plugins", "torchsharp"), "NNCompress.TorchSharp.dll");
        PluginFinder finder = new([Path.Combine(folder, "plugins")], [Path.Combine(folder, "packages")]);
        Assert.Equal(packaged, finder.Find("torchsharp"));
        string beside = Copy(Path.Combine("plugins", "torchsharp"), "NNCompress.TorchSharp.dll");
        Assert.Equal(beside, finder.Find("TorchSharp"));
        Assert.Null(finder.TryFind("imagesharp"));
        Copy(Path.Combine("packages", "nncompress.imagesharp", "0.0.1", "plugins", "imagesharp"), "NNCompress.ImageSharp.dll");
        Assert.Null(finder.TryFind("imagesharp"));
    }

    [Theory]
    [InlineData("torchsharp", "dotnet add package NNCompress.TorchSharp")]
    [InlineData("imagesharp", "dotnet add package NNCompress.ImageSharp")]
    [InlineData("torch", "there is no plug-in 'torch': give managed, imagesharp, torchsharp")]
    [InlineData("absent/Engine.dll", "there is no plug-in at this path")]
    public void A_missing_plug_in_is_one_error_that_says_what_to_add(string plugin, string expected) =>
        Assert.Contains(expected, Error("NNC1150", () => Parts.Engine(plugin, new EngineOptions(), new PluginFinder([folder], [folder]))), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_no_assembly_is_refused()
    {
        string path = Path.Combine(folder, "text.dll");
        File.WriteAllText(path, "no assembly");
        Assert.Contains("no .NET assembly", Error("NNC1151", () => Parts.Engine(path, new EngineOptions(), Nowhere)), StringComparison.Ordinal);
        string listed = Copy("damaged", "CountingPlugin.dll");
        File.WriteAllText(Path.ChangeExtension(listed, ".deps.json"), "{ \"runtimeTarget\": ");
        Assert.Contains("list of dependencies is damaged", Error("NNC1151", () => Parts.Engine(listed, new EngineOptions(), Nowhere)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_without_the_attribute_is_refused()
    {
        Assert.Contains("names no engine", Error("NNC1152", () => Parts.Engine(TestPlugins.Plain, new EngineOptions(), Nowhere)), StringComparison.Ordinal);
        Assert.Contains("[assembly: NNCompress.Coding.JpegCodecPlugin(typeof(…))]", Error("NNC1152", () => Parts.JpegCodec(TestPlugins.Plain, Nowhere)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_dependency_is_told_by_name()
    {
        string alone = Copy("alone", "CountingPlugin.dll");
        Assert.Contains("CountingParts", Error("NNC1153", () => Parts.Engine(alone, new EngineOptions(), Nowhere)), StringComparison.Ordinal);
        Assert.Contains("LibAbsent", Error("NNC1153", () => Parts.Engine(TestPlugins.Failing, new EngineOptions(0, "native"), Nowhere)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dependency_that_lies_in_a_package_is_found_there()
    {
        // As a package of a plug-in has it: its dependencies are packages beside it.
        string plugin = Copy(Path.Combine("packages", "some", "1.0.0", "plugins", "some"), "CountingPlugin.dll");
        Copy(Path.Combine("packages", "countingparts", "2.0.0", "lib", "net10.0"), "CountingParts.dll", TestPlugins.Plain);
        string native = Path.Combine(folder, "packages", "countingparts", "2.0.0", "runtimes", "any", "native");
        Directory.CreateDirectory(native);
        File.WriteAllText(Path.Combine(native, "libCounted.so"), "");
        File.WriteAllText(Path.ChangeExtension(plugin, ".deps.json"), """
            {
              "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" },
              "targets": { ".NETCoreApp,Version=v10.0": {
                "CountingPlugin/1.0.0": { "dependencies": { "CountingParts": "2.0.0" }, "runtime": { "CountingPlugin.dll": {} } },
                "CountingParts/2.0.0": {
                  "runtime": { "lib/net10.0/CountingParts.dll": {} },
                  "runtimeTargets": {
                    "runtimes/any/native/libCounted.so": { "rid": "any", "assetType": "native" },
                    "runtimes/plan9-x64/native/libCounted.so": { "rid": "plan9-x64", "assetType": "native" } } } } },
              "libraries": {
                "CountingPlugin/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
                "CountingParts/2.0.0": { "type": "package", "serviceable": true, "sha512": "", "path": "countingparts/2.0.0" } }
            }
            """);
        Assert.Equal("counting 0 on its own with 0", Parts.Engine(plugin, new EngineOptions(), Nowhere).Name);
        PluginAssets assets = new(plugin, []);
        Assert.Equal(Path.Combine(native, "libCounted.so"), assets.Native("Counted"));
        Assert.Equal(Path.Combine(native, "libCounted.so"), assets.Native("libCounted.so"));
        Assert.Null(assets.Native("Other"));
    }

    [Fact]
    public void A_plug_in_that_does_not_fit_is_refused()
    {
        Assert.Contains("is no public class that implements NNCompress.Coding.IJpegCodec", Error("NNC1154", () => Parts.JpegCodec(TestPlugins.Failing, Nowhere)), StringComparison.Ordinal);
        string message = Error("NNC1154", () => Parts.Engine(TestPlugins.Failing, new EngineOptions(0, "newer"), Nowhere));
        Assert.Contains($"it was built against NNCompress {typeof(PluginFinder).Assembly.GetName().Version!.ToString(3)}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constructor_that_fails_is_told_of_in_its_words()
    {
        Assert.Contains("InvalidOperationException: there is no such device.", Error("NNC1155", () => Parts.Engine(TestPlugins.Failing, new EngineOptions(), Nowhere)), StringComparison.Ordinal);
        Assert.Equal("an error of the engine's own.", Error("NNC2020", () => Parts.Engine(TestPlugins.Failing, new EngineOptions(0, "clear"), Nowhere)));
    }

    [Fact]
    public void The_built_in_engine_has_no_other_device() =>
        Assert.Contains("'cuda:0'", Error("NNC1156", () => Parts.Engine("managed", new EngineOptions(0, "cuda:0"), Nowhere)), StringComparison.Ordinal);

    [Fact]
    public void An_identity_is_that_of_the_very_build()
    {
        Assert.Null(Parts.Identity("managed", Nowhere));
        Assert.StartsWith("CountingPlugin ", Parts.Identity(TestPlugins.Counting, Nowhere), StringComparison.Ordinal);
        Assert.NotEqual(Parts.Identity(TestPlugins.Failing, Nowhere), Parts.Identity(TestPlugins.Counting, Nowhere));
    }

    [Fact]
    public void A_reader_of_a_plug_in_gives_pictures_of_the_hosts_type()
    {
        IImageReader reader = Parts.ImageReader(TestPlugins.Counting, Nowhere)!;
        Picture picture = reader.Read([.. "PLAIN"u8, 2, 1, 7, 9], 100);
        Assert.Equal((2, 1, 1), (picture.Width, picture.Height, picture.Channels));
        Assert.Equal([7, 9], picture.Values);
        IJpegCodec codec = Parts.JpegCodec(TestPlugins.Counting, Nowhere);
        Assert.NotEmpty(codec.Encode([1, 2, 3, 4], 2, 2, 90));
    }

    private static string Error(string code, Action action)
    {
        NncException error = Assert.Throws<NncException>(action);
        Assert.Equal(code, error.Code);
        Assert.DoesNotContain('\n', error.Message);
        return error.Message;
    }

    private string Copy(string to, string name, string? from = null)
    {
        string target = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, to)).FullName, name);
        File.Copy(from ?? TestPlugins.Counting, target);
        return target;
    }
}
