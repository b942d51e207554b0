using System.Text;
using System.Xml.Linq;

namespace NNCompress.Tool.Tests.Projects;

public sealed class InitTests : IDisposable
{
    private const string Plain = """
        <Project Sdk="Microsoft.NET.Sdk">

          <PropertyGroup>
            <OutputType>Exe</OutputType>
          </PropertyGroup>

        </Project>

        """;

    private const string Reference = """<PackageReference Include="NNCompress.MSBuild" Version="1.2.3-test" PrivateAssets="all" />""";

    private readonly ProjectFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_new_project_gets_a_group_with_package_and_model()
    {
        folder.Write("App.csproj", Plain);

        IReadOnlyList<string> lines = folder.Init("--data", "@val/", "--accuracy-budget", "0.5");

        Assert.Equal(
            Plain.Replace("\n\n</Project>", $"""


                  <ItemGroup>
                    {Reference}
                    <PruneModel Include="model.onnx" Data="val/" AccuracyBudget="0.5" />
                  </ItemGroup>

                </Project>
                """.ReplaceLineEndings("\n"), StringComparison.Ordinal),
            folder.Read("App.csproj"));
        Assert.Contains(lines, l => l.EndsWith($"App.csproj: added {Reference}", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("App.Model.ReadOnnx()", StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_run_changes_nothing_and_says_so()
    {
        string path = folder.Write("App.csproj", Plain);
        folder.Init("--data", "@val/");
        byte[] once = File.ReadAllBytes(path);
        DateTime old = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, old);

        string line = Assert.Single(folder.Init("--data", "@val/"));

        Assert.Contains("nothing has changed", line, StringComparison.Ordinal);
        Assert.Equal(once, File.ReadAllBytes(path));
        Assert.Equal(old, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void Other_options_for_a_model_that_is_there_are_told_and_not_written()
    {
        folder.Write("App.csproj", Plain);
        folder.Init("--data", "@val/");
        string once = folder.Read("App.csproj");

        Assert.Contains("AccuracyBudget=\"2\"", Assert.Single(folder.Init("--data", "@val/", "--accuracy-budget", "2")), StringComparison.Ordinal);
        Assert.Equal(once, folder.Read("App.csproj"));
    }

    /// <summary>Whether the characters of one text stand in another in the same order.</summary>
    private static bool IsSubsequence(string part, string whole)
    {
        int at = 0;
        foreach (char c in whole)
            at += at < part.Length && part[at] == c ? 1 : 0;
        return at == part.Length;
    }

    public static TheoryData<string, bool> Manners => new()
    {
        // Tabs, a comment beside the item, quotes of both kinds, an attribute on a line of its own.
        { "<?xml version='1.0' encoding=\"utf-8\"?>\n<Project Sdk='Microsoft.NET.Sdk'>\n\t<!-- > -->\n\t<ItemGroup>\n\t\t<PackageReference Include=\"A\"\n\t\t\tVersion='1' Note=\"a > b\" /> <!-- why -->\n\t</ItemGroup>\n</Project>", false },
        // CRLF and four blanks.
        { "<Project Sdk=\"Microsoft.NET.Sdk\">\r\n    <PropertyGroup>\r\n        <Nullable>enable</Nullable>\r\n    </PropertyGroup>\r\n</Project>\r\n", true },
        // All on one line; CDATA; an entity.
        { "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><A><![CDATA[</Project>]]></A><B>&lt;&amp;</B></PropertyGroup></Project>", false },
        // Empty.
        { "<Project Sdk=\"Microsoft.NET.Sdk\" />", false },
        { "<Project Sdk=\"Microsoft.NET.Sdk\">\n</Project>\n", false },
        // The namespace of old; a group with a condition, one in a target.
        { "<Project xmlns=\"http://schemas.microsoft.com/developer/msbuild/2003\" Sdk=\"Microsoft.NET.Sdk\">\n  <ItemGroup Condition=\"'$(A)' == ''\">\n    <PackageReference Include=\"A\" Version=\"1\" />\n  </ItemGroup>\n  <Target Name=\"T\">\n    <ItemGroup>\n      <PackageReference Include=\"B\" Version=\"1\" />\n    </ItemGroup>\n  </Target>\n</Project>\n", false },
        { "<Project>\n  <Sdk Name=\"Microsoft.NET.Sdk\" />\n  <!-- die Größe: 模型 😀 -->\n</Project>\n", false },
    };

    [Theory]
    [MemberData(nameof(Manners))]
    public void All_that_was_there_stays_as_it_was(string text, bool carriageReturns)
    {
        foreach (Encoding encoding in new Encoding[] { new UTF8Encoding(false), new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true) })
        {
            if (encoding is UnicodeEncoding && text.Contains("utf-8", StringComparison.Ordinal))
                continue;
            string path = folder.Write("App.csproj", [.. encoding.Preamble, .. encoding.GetBytes(text)]);

            folder.Init("--data", "@val/");

            byte[] bytes = File.ReadAllBytes(path);
            Assert.True(bytes.AsSpan().StartsWith(encoding.Preamble));
            string changed = encoding.GetString(bytes.AsSpan(encoding.Preamble.Length));
            Assert.Equal(carriageReturns, changed.Contains('\r'));
            Assert.DoesNotMatch(carriageReturns ? "(?<!\r)\n" : "\r", changed);
            // What was there is there in the same order, and what is new makes two items.
            Assert.True(IsSubsequence(text == Empty ? "<Project Sdk=\"Microsoft.NET.Sdk\"" : text, changed), changed);
            XElement root = XDocument.Parse(changed).Root!;
            Assert.Equal("NNCompress.MSBuild", Item("PackageReference").Attribute("Include")!.Value);
            Assert.Equal("val/", Item("PruneModel").Attribute("Data")!.Value);
            Assert.All(root.Elements().Where(e => e.Attribute("Condition") is not null), e => Assert.Single(e.Elements()));

            XElement Item(string kind) => root.Elements().Where(e => e.Name.LocalName == "ItemGroup").Elements().Last(e => e.Name.LocalName == kind);
        }
    }

    private const string Empty = "<Project Sdk=\"Microsoft.NET.Sdk\" />";

    [Fact]
    public void Items_stand_behind_their_likes_and_their_comments()
    {
        folder.Write("App.csproj", "<Project Sdk=\"x\">\n\t<ItemGroup>\n\t\t<PackageReference Include=\"A\" Version=\"1\" /> <!-- why -->\n\t\t<PruneModel Include=\"other.onnx\" />\n\t</ItemGroup>\n</Project>");

        folder.Init("--data", "@val");

        Assert.Equal(
            $"<Project Sdk=\"x\">\n\t<ItemGroup>\n\t\t<PackageReference Include=\"A\" Version=\"1\" /> <!-- why -->\n\t\t{Reference}\n\t\t<PruneModel Include=\"other.onnx\" />\n\t\t<PruneModel Include=\"model.onnx\" Data=\"val\" />\n\t</ItemGroup>\n</Project>",
            folder.Read("App.csproj"));
    }

    [Fact]
    public void An_encoding_that_is_declared_is_kept()
    {
        byte[] text = Encoding.Latin1.GetBytes("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<Project Sdk=\"x\">\n  <!-- größe -->\n</Project>\n");
        string path = folder.Write("App.csproj", text);

        folder.Init("--data", "@val");

        Assert.Contains("<!-- größe -->", Encoding.Latin1.GetString(File.ReadAllBytes(path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_are_the_projects_and_special_characters_are_escaped()
    {
        folder.Write("src/App/App.csproj", "<Project Sdk=\"x\">\n</Project>\n");
        folder.Write("models/a;b @(c) & 100%.onnx", "model");

        folder.InitModel("models/a;b @(c) & 100%.onnx", "--project", "@src/App/App.csproj", "--data", "@val/", "--label-column", "<y>");

        XElement item = XDocument.Parse(folder.Read("src/App/App.csproj")).Descendants("PruneModel").Single();
        Assert.Equal("../../models/a%3Bb %40(c) & 100%25.onnx", item.Attribute("Include")!.Value);
        Assert.Equal("../../val/", item.Attribute("Data")!.Value);
        Assert.Equal("<y>", item.Attribute("LabelColumn")!.Value);
        Assert.Contains("nothing has changed", folder.InitModel("models/a;b @(c) & 100%.onnx", "--project", "@src/App/App.csproj", "--data", "@val/")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_option_becomes_its_metadatum()
    {
        folder.Write("App.csproj", Plain);

        folder.Init("--train-data", "@val", "--data", "@val", "--jpeg", "--prune-inputs", "--seed", "3", "--namespace", "A.B", "--class-name", "C", "--trial-cache", "@trials");

        Assert.Contains(
            """<PruneModel Include="model.onnx" Data="val" TrainingData="val" PruneInputs="true" Jpeg="true" Namespace="A.B" ClassName="C" TrialCache="trials" Seed="3" />""",
            folder.Read("App.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_stands_for_the_only_project_in_it()
    {
        folder.Write("App/App.csproj", Plain);

        folder.Init("--project", "@App", "--data", "@val");

        Assert.Contains("Include=\"../model.onnx\" Data=\"../val\"", folder.Read("App/App.csproj"), StringComparison.Ordinal);
        Assert.Equal("NNC1130", folder.Fails("--project", "@val").Code);
    }

    [Fact]
    public void A_project_whose_name_is_no_namespace_gets_one()
    {
        folder.Write("my-app.2.csproj", Plain);

        IReadOnlyList<string> lines = folder.Init("--data", "@val");

        Assert.Contains("Namespace=\"my_app._2\"", folder.Read("my-app.2.csproj"), StringComparison.Ordinal);
        Assert.Contains(lines, l => l.Contains("my_app._2.Model.ReadOnnx()", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_data_the_next_step_is_told()
    {
        folder.Write("App.csproj", Plain);

        Assert.Contains(folder.Init(), l => l.Contains("add Data=", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_written_goes_to_standard_output_unless_quiet()
    {
        string project = folder.Write("App.csproj", Plain);

        ToolRun loud = ToolRun.Of("init", folder.PathOf("model.onnx"), "--project", project);
        ToolRun quiet = ToolRun.Of("init", folder.PathOf("model.onnx"), "--project", project, "--quiet");

        Assert.Equal((0, ""), (loud.Exit, loud.Error));
        Assert.Contains("added <PackageReference", loud.Out, StringComparison.Ordinal);
        Assert.Equal((0, "", ""), (quiet.Exit, quiet.Out, quiet.Error));
    }
}
