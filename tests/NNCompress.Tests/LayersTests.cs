using System.Text.RegularExpressions;

namespace NNCompress.Tests;

/// <summary>
/// Each room knows the rooms beneath it and no other: Tool, MSBuild → Compression → Pruning, Coding, Engines → Models, Data → Runtime.
/// </summary>
public sealed partial class LayersTests
{
    /// <summary>What each namespace may name. "" is the project's root: the exception type, the reporter, the atomic writer.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["NNCompress.Runtime"] = [],
        // The task references no assembly: it compiles one source file of that room, the generator of accessors.
        ["NNCompress.MSBuild"] = ["Coding"],
        ["NNCompress/"] = [],
        ["NNCompress/Numerics"] = [],
        ["NNCompress/Pickling"] = [],
        ["NNCompress/Models"] = ["Numerics", "Pickling"],
        ["NNCompress/Data"] = ["Pickling", "Runtime"],
        ["NNCompress/Engines"] = ["Numerics", "Models", "Data"],
        ["NNCompress/Precision"] = ["Models", "Data", "Engines"],
        ["NNCompress/Coding"] = ["Numerics", "Models", "Runtime"],
        ["NNCompress/Plugins"] = ["Data", "Engines", "Coding"],
        ["NNCompress/Pruning"] = ["Numerics", "Models", "Data", "Engines"],
        ["NNCompress/Reports"] = ["Data", "Engines"],
        ["NNCompress/Compression"] = ["Numerics", "Pickling", "Models", "Data", "Engines", "Pruning", "Precision", "Coding", "Plugins", "Reports", "Runtime"],
        ["NNCompress.TorchSharp"] = ["Numerics", "Models", "Data", "Engines"],
        ["NNCompress.Tool"] = ["Compression", "Reports", "Pruning", "Precision", "Engines"],
    };

    public static TheoryData<string> Rooms => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_names_only_the_rooms_beneath_it(string room)
    {
        string folder = Path.Combine(Root, "src", room);
        string self = room.Split('/', '.')[^1];
        string[] files = room == "NNCompress/" ? Directory.GetFiles(folder, "*.cs") : Sources(folder);
        foreach (string file in files)
        {
            IEnumerable<string> named = RoomName().Matches(Bare(File.ReadAllText(file))).Select(m => m.Groups[1].Value);
            Assert.True(named.All(n => n == self || Allowed[room].Contains(n)), $"{file} names {string.Join(", ", named.Except([self, .. Allowed[room]]))}");
        }
    }

    [Fact]
    public void Every_room_has_its_place()
    {
        IEnumerable<string> rooms = Directory.GetDirectories(Path.Combine(Root, "src", "NNCompress")).Select(d => Path.GetFileName(d)).Except(["bin", "obj"]).Select(d => $"NNCompress/{d}");
        Assert.All(rooms, room => Assert.Contains(room, Allowed.Keys));
    }

    /// <summary>The map for people, a row a room with the rooms that it names, is the one that is enforced.</summary>
    [Fact]
    public void The_map_in_CONTRIBUTING_is_this_one()
    {
        string[] names = [.. Allowed.Keys.Where(k => k != "NNCompress/").Select(k => k.Split('/', '.')[^1])];
        Dictionary<string, string> rows = MapRow().Matches(File.ReadAllText(Path.Combine(Root, "CONTRIBUTING.md"))).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        List<string> above = [];
        foreach ((string room, string named) in rows)
        {
            IEnumerable<string> expected = named.Contains("all of the above", StringComparison.Ordinal) ? above : names.Where(n => Regex.IsMatch(named, $@"\b{n}\b"));
            Assert.True(Allowed.ContainsKey(room), $"{room} is no room");
            Assert.Equal(Allowed[room].Order(), expected.Order());
            above.Add(room.Split('/', '.')[^1]);
        }
        Assert.Equal(Allowed.Keys.Where(k => k != "NNCompress/").Order(), rows.Keys.Order());
    }

    [Fact]
    public void The_runtime_and_the_task_reference_no_project()
    {
        Assert.DoesNotContain("ProjectReference", Project("NNCompress.Runtime"), StringComparison.Ordinal);
        Assert.DoesNotContain("PackageReference", Project("NNCompress.Runtime"), StringComparison.Ordinal);
        Assert.Equal("../NNCompress/Coding/AccessorSource.cs", Assert.Single(LinkedSource().Matches(Project("NNCompress.MSBuild"))).Groups[1].Value);
        Assert.DoesNotMatch(@"<ProjectReference(?![^>]*ReferenceOutputAssembly=""false"")", Project("NNCompress.MSBuild"));
    }

    private static string Root => SampleModels.Root;

    private static string Project(string name) => File.ReadAllText(Path.Combine(Root, "src", name, $"{name}.csproj"));

    private static string[] Sources(string folder) =>
        [.. Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories).Where(f => !OutputFolder().IsMatch(f))];

    private static string Bare(string code) => TextOrComment().Replace(code, "");

    [GeneratedRegex(@"(?<![\w.])NNCompress\.(Numerics|Pickling|Models|Data|Engines|Pruning|Precision|Coding|Plugins|Compression|Reports|Runtime|Tool|MSBuild)\b")]
    private static partial Regex RoomName();

    [GeneratedRegex(@"^\| `src/([\w./]+)` \|[^|]*\|([^|\n]*)\|", RegexOptions.Multiline)]
    private static partial Regex MapRow();

    [GeneratedRegex(@"<Compile Include=""([^""]*)""")]
    private static partial Regex LinkedSource();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex OutputFolder();

    [GeneratedRegex(@"""(?:[^""\\\n]|\\.)*""|//[^\n]*")]
    private static partial Regex TextOrComment();
}
