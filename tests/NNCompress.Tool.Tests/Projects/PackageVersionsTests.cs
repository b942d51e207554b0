namespace NNCompress.Tool.Tests.Projects;

public sealed class PackageVersionsTests : IDisposable
{
    private const string Props = "<Project>\n  <PropertyGroup>\n    <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>\n  </PropertyGroup>\n  <ItemGroup>\n    <PackageVersion Include=\"A\" Version=\"1\" />\n  </ItemGroup>\n</Project>\n";
    private const string Project = "<Project Sdk=\"x\">\n</Project>\n";
    private const string Version = "<PackageVersion Include=\"NNCompress.MSBuild\" Version=\"1.2.3-test\" />";

    private readonly ProjectFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_central_version_goes_to_the_central_file()
    {
        folder.Write("Directory.Packages.props", Props);
        folder.Write("src/App/App.csproj", Project);

        folder.Init("--project", "@src/App/App.csproj", "--data", "@val");

        Assert.Equal(Props.Replace("\"1\" />", $"\"1\" />\n    {Version}", StringComparison.Ordinal), folder.Read("Directory.Packages.props"));
        Assert.Contains("<PackageReference Include=\"NNCompress.MSBuild\" PrivateAssets=\"all\" />", folder.Read("src/App/App.csproj"), StringComparison.Ordinal);
        Assert.Contains("nothing has changed", folder.Init("--project", "@src/App/App.csproj", "--data", "@val")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_is_there_stays()
    {
        string props = folder.Write("Directory.Packages.props", Props.Replace("Include=\"A\"", "Include=\"nncompress.msbuild\"", StringComparison.Ordinal));
        folder.Write("App.csproj", Project);
        string before = File.ReadAllText(props);

        folder.Init("--data", "@val");

        Assert.Equal(before, File.ReadAllText(props));
        Assert.DoesNotContain("Version=", folder.Read("App.csproj"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Directory.Packages.props", "<Project />")]
    [InlineData("Directory.Build.props", "<Project><PropertyGroup><ImportDirectoryPackagesProps>false</ImportDirectoryPackagesProps></PropertyGroup></Project>")]
    [InlineData("App.csproj", "<Project Sdk=\"x\"><PropertyGroup><ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally></PropertyGroup></Project>")]
    public void Where_versions_are_not_central_the_reference_has_its_own(string file, string text)
    {
        folder.Write("Directory.Packages.props", Props);
        folder.Write("App.csproj", Project);
        folder.Write(file, text);
        string before = folder.Read("Directory.Packages.props");

        folder.Init("--data", "@val");

        Assert.Equal(before, folder.Read("Directory.Packages.props"));
        Assert.Contains("Version=\"1.2.3-test\"", folder.Read("App.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written_where_a_file_of_the_two_is_broken()
    {
        folder.Write("Directory.Packages.props", "<Project>");
        folder.Write("App.csproj", Project);

        Assert.Equal("NNC1132", folder.Fails("--data", "@val").Code);
        Assert.Equal(Project, folder.Read("App.csproj"));
    }
}
