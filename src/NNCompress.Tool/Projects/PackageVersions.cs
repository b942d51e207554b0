namespace NNCompress.Tool.Projects;

/// <summary>Central package management, as NuGet finds it: <c>Directory.Packages.props</c> in the project's folder or the nearest above.</summary>
internal static class PackageVersions
{
    private const string File = "Directory.Packages.props", BuildFile = "Directory.Build.props";

    /// <summary>The file that gives this project's package versions; null where the project gives them itself.</summary>
    /// <param name="project">Where a property of the project's own counts most.</param>
    /// <exception cref="NncException">NNC1132: a file on the way cannot be read.</exception>
    public static ProjectText? Of(ProjectText project)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(project.Path))!;
        if (Above(folder, File).FirstOrDefault() is not { } path)
            return null;
        ProjectText? build = Above(folder, BuildFile).FirstOrDefault() is { } buildPath ? ProjectText.Load(buildPath) : null;
        if (IsFalse(build?.Property("ImportDirectoryPackagesProps")))
            return null;
        ProjectText versions = ProjectText.Load(path);
        const string Switch = "ManagePackageVersionsCentrally";
        string? central = project.Property(Switch) ?? versions.Property(Switch) ?? build?.Property(Switch);
        return string.Equals(central, "true", StringComparison.OrdinalIgnoreCase) ? versions : null;
    }

    /// <summary>Whether the file, or one above that it may import, has a version of a package already.</summary>
    public static bool Has(ProjectText versions, string package)
    {
        IEnumerable<ProjectText> files = [versions];
        if (versions.Elements.Any(e => e.Name == "Import"))
            files = files.Concat(Above(Path.GetDirectoryName(Path.GetFullPath(versions.Path))!, File).Skip(1).Select(ProjectText.Load));
        return files.Any(f => f.Items("PackageVersion").Concat(f.Items("GlobalPackageReference")).Any(e => Names(e, package)));
    }

    /// <summary>True where an item includes, or updates, a package of this name.</summary>
    public static bool Names(XmlElementPlace item, string package) =>
        new[] { item.Attribute("Include"), item.Attribute("Update") }.Any(name => string.Equals(name?.Trim(), package, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Above(string folder, string name)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (System.IO.File.Exists(Path.Combine(at, name)))
                yield return Path.Combine(at, name);
        }
    }

    private static bool IsFalse(string? value) => string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);
}
