using System.Collections.Concurrent;
using System.Reflection;

namespace NNCompress.Plugins;

/// <summary>A plug-in's assembly, loaded into a context of its own; once a process and path.</summary>
internal sealed class Plugin
{
    private static readonly ConcurrentDictionary<string, Lazy<Plugin>> Loaded = new(StringComparer.Ordinal);

    private readonly Assembly assembly;

    private Plugin(string path, Assembly assembly) => (Path, this.assembly) = (path, assembly);

    public string Path { get; }

    /// <summary>Tells one build of the plug-in from another, for keys of what it computed.</summary>
    public string Identity => $"{assembly.GetName().Name} {assembly.GetName().Version} {assembly.ManifestModule.ModuleVersionId:N}";

    /// <exception cref="NncException">NNC1150: no such plug-in. NNC1151: its file is no assembly that can be loaded. NNC1153: an assembly that it needs is missing.</exception>
    public static Plugin Load(string plugin, PluginFinder finder)
    {
        string path = finder.Find(plugin);
        return Loaded.GetOrAdd(path, p => new Lazy<Plugin>(() => Open(p, finder.PackageRoots))).Value;
    }

    /// <summary>Whether the assembly has the attribute.</summary>
    public bool Has<TAttribute>()
        where TAttribute : Attribute => Guarded(() => assembly.GetCustomAttribute<TAttribute>() is not null);

    /// <summary>Makes the part that an attribute of the assembly names.</summary>
    /// <typeparam name="TAttribute">The attribute.</typeparam>
    /// <typeparam name="TPart">What its type must implement.</typeparam>
    /// <param name="part">Name of the part, for messages.</param>
    /// <param name="typeOf">The type that the attribute names.</param>
    /// <param name="arguments">Of its public constructor.</param>
    /// <exception cref="NncException">NNC1152: no such attribute. NNC1153: something that it needs is missing. NNC1154: it does not fit this version. NNC1155: its constructor failed.</exception>
    public TPart Create<TAttribute, TPart>(string part, Func<TAttribute, Type> typeOf, params object[] arguments)
        where TAttribute : Attribute
        where TPart : class => Guarded(() =>
    {
        TAttribute attribute = assembly.GetCustomAttribute<TAttribute>()
            ?? throw new NncException("NNC1152", Path, $"the assembly names no {part}: it lacks the attribute [assembly: {typeof(TAttribute).FullName![..^"Attribute".Length]}(typeof(…))]. Give the assembly of a plug-in that has a {part}.");
        Type type = typeOf(attribute);
        ConstructorInfo? constructor = type.GetConstructor([.. arguments.Select(a => a.GetType())]);
        if (type.IsAbstract || !type.IsVisible || !typeof(TPart).IsAssignableFrom(type) || constructor is null)
        {
            string wanted = arguments.Length == 0 ? "without parameters" : $"with the parameter {string.Join(", ", arguments.Select(a => a.GetType().FullName))}";
            throw PluginError.Incompatible(Path, assembly, $"its {part} {type.FullName} is no public class that implements {typeof(TPart).FullName} and has a public constructor {wanted}");
        }
        return (TPart)constructor.Invoke(arguments);
    });

    private static Plugin Open(string path, IEnumerable<string> packageRoots)
    {
        try
        {
            PluginContext context = new(path, packageRoots);
            Assembly assembly = context.LoadFromAssemblyPath(path);
            // A missing assembly is told of now, by name, not in the middle of a search.
            foreach (AssemblyName needed in assembly.GetReferencedAssemblies())
                PluginError.WhereMissing(path, needed.Name!, () => context.LoadFromAssemblyName(needed));
            return new Plugin(path, assembly);
        }
        catch (BadImageFormatException e)
        {
            throw new NncException("NNC1151", path, "the file is no .NET assembly that this process can load: give the assembly of a plug-in (for a native library: the managed assembly that uses it).", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NncException("NNC1151", path, $"the plug-in cannot be loaded: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is not (NncException or OperationCanceledException))
        {
            throw PluginError.Of(Path, assembly, e);
        }
    }
}
