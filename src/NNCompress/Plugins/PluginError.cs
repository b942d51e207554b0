using System.Reflection;

namespace NNCompress.Plugins;

/// <summary>What went wrong with a plug-in, told so that the remedy is plain.</summary>
internal static class PluginError
{
    /// <summary>The error behind an exception that a plug-in's construction ended with.</summary>
    public static NncException Of(string path, Assembly assembly, Exception thrown)
    {
        Exception[] chain = [.. Chain(thrown)];
        if (chain.OfType<NncException>().FirstOrDefault() is { } clear)
            return clear;
        if (chain.FirstOrDefault(e => e is FileNotFoundException or DllNotFoundException) is { } missing)
            return Missing(path, (missing as FileNotFoundException)?.FileName is { Length: > 0 } file ? file : OneLine(missing.Message), missing);
        if (chain.FirstOrDefault(e => e is TypeLoadException or MissingMemberException or ReflectionTypeLoadException or BadImageFormatException) is { } unfit)
            return Incompatible(path, assembly, OneLine(unfit.Message), unfit);
        Exception cause = chain.FirstOrDefault(e => e is not (TargetInvocationException or TypeInitializationException)) ?? thrown;
        return new NncException("NNC1155", path, $"the plug-in could not be started: {cause.GetType().Name}: {OneLine(cause.Message)} Check what it needs (its README tells), or leave it out.", cause);
    }

    public static NncException Incompatible(string path, Assembly assembly, string why, Exception? cause = null)
    {
        Version own = typeof(Plugin).Assembly.GetName().Version!;
        Version? built = assembly.GetReferencedAssemblies().FirstOrDefault(a => a.Name == "NNCompress")?.Version;
        string versions = built is null ? "it references no NNCompress" : $"it was built against NNCompress {built.ToString(3)}, and this is {own.ToString(3)}";
        return new NncException("NNC1154", path, $"the plug-in does not fit: {why.TrimEnd('.')}; {versions}. Give the plug-in's package the version of this tool.", cause);
    }

    /// <exception cref="NncException">NNC1153: the assembly is missing.</exception>
    public static void WhereMissing(string path, string name, Action load)
    {
        try
        {
            load();
        }
        catch (FileNotFoundException e)
        {
            throw Missing(path, name, e);
        }
    }

    private static NncException Missing(string path, string what, Exception cause) => new(
        "NNC1153", path, $"something that the plug-in needs is missing: {what.TrimEnd('.')}. {Remedy(path)}", cause);

    private static string Remedy(string path)
    {
        string package = Path.GetFileNameWithoutExtension(path);
        return PluginFinder.Packages.Values.Contains(package, StringComparer.OrdinalIgnoreCase)
            ? $"Add the package, which brings it, to a project and restore that: dotnet add package {package}."
            : "Give a plug-in that was published with all its files (dotnet publish), or restore the packages that it references.";
    }

    private static IEnumerable<Exception> Chain(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
            yield return e;
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
