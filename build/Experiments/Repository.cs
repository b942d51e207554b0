namespace Experiments;

/// <summary>Finds the repository that the program runs in.</summary>
internal static class Repository
{
    private const string Marker = "dotnet-nncompress.sln";

    public static string Root()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, Marker)))
                return folder;
        }
        throw new FileNotFoundException("Run this inside the repository.", Marker);
    }

    /// <summary>The part of Fashion-MNIST that lies in the repository.</summary>
    public static string SmallData(string root) => Path.Combine(root, "samples", "data", "fashion");
}
