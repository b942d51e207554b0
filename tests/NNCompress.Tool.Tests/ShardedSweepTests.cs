using System.Diagnostics;
using System.Globalization;
using NNCompress.Compression;
using NNCompress.Compression.Sweeping;
using NNCompress.Reports;
using NNCompress.Tool.CommandLine;
using NNCompress.Tool.Output;
using YamlDotNet.RepresentationModel;

namespace NNCompress.Tool.Tests;

/// <summary>The samples for GitHub Actions and Kubernetes: their files parse, and a shell makes of each step commands that the tool understands and that make a whole sweep together.</summary>
public sealed class ShardedSweepTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [UnixFact]
    public void The_matrix_of_github_actions_makes_all_shards_and_joins_them()
    {
        YamlNode jobs = Load("github", "sweep.yml")["jobs"];
        YamlNode matrix = Assert.Single(((YamlMappingNode)jobs["shard"]["strategy"]["matrix"]).Children).Value;
        string[] shards = [.. ((YamlSequenceNode)matrix).Select(n => n.ToString())];
        List<CompressionRequest> parts = [];
        foreach (string shard in shards)
        {
            parts.AddRange(Steps(jobs["shard"]).SelectMany(run => Commands(
                run.Replace("${{ matrix.shard }}", shard, StringComparison.Ordinal).Replace("${{ strategy.job-total }}", Text(shards.Length), StringComparison.Ordinal), [])));
        }
        Assert.Equal("shard", jobs["merge"]["needs"].ToString());
        CheckWhole(parts, [.. Steps(jobs["merge"]).SelectMany(run => Commands(run, parts))]);
    }

    [UnixFact]
    public void The_indexed_job_of_kubernetes_makes_all_shards_and_joins_them()
    {
        YamlNode job = Load("kubernetes", "sweep.yaml"), spec = job["spec"];
        Assert.Equal(("batch/v1", "Job", "Indexed"), (job["apiVersion"].ToString(), job["kind"].ToString(), spec["completionMode"].ToString()));
        int completions = int.Parse(spec["completions"].ToString(), CultureInfo.InvariantCulture);
        List<CompressionRequest> parts = [];
        for (int index = 0; index < completions; index++)
            parts.AddRange(Commands(Script(spec), [], Environment(spec).Append(("JOB_COMPLETION_INDEX", Text(index)))));
        YamlNode merge = Load("kubernetes", "merge.yaml")["spec"];
        Assert.Equal(Volumes(spec), Volumes(merge));
        CheckWhole(parts, [.. Commands(Script(merge), parts)]);
    }

    /// <summary>The parts are all shards of one sweep, each with a file of its own, and the joining command is given these files.</summary>
    private static void CheckWhole(IReadOnlyList<CompressionRequest> parts, IReadOnlyList<CompressionRequest> merges)
    {
        Assert.Equal(Enumerable.Range(1, parts.Count).Select(i => new SweepShard(i, parts.Count)), parts.Select(p => p.Sweep.Shard));
        CompressionRequest[] same = [.. parts.Select(p => p with { Sweep = new SweepSettings() }).Distinct()];
        Assert.Single(same);
        CompressionRequest merge = Assert.Single(merges);
        Assert.Equal(parts.Select(p => p.Sweep.RowsPath).Order(StringComparer.Ordinal), merge.Sweep.Parts.Order(StringComparer.Ordinal));
        Assert.EndsWith("/", merge.OutputPath, StringComparison.Ordinal);
    }

    private static YamlNode Load(string system, string file)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(File.ReadAllText(Repository.Path("samples", "ShardedSweep", system, file))));
        return Assert.Single(stream.Documents).RootNode;
    }

    private static IEnumerable<string> Steps(YamlNode job)
    {
        YamlMappingNode[] steps = [.. ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>()];
        Assert.All(steps, s => Assert.True(s.Children.ContainsKey("run") != s.Children.ContainsKey("uses"), s.ToString()));
        return steps.Where(s => s.Children.ContainsKey("run")).Select(s => s["run"].ToString());
    }

    private static YamlNode Container(YamlNode spec) => Assert.Single((YamlSequenceNode)spec["template"]["spec"]["containers"]);

    private static string Script(YamlNode spec)
    {
        Assert.Equal(["sh", "-euc"], ((YamlSequenceNode)Container(spec)["command"]).Select(n => n.ToString()));
        return Assert.Single((YamlSequenceNode)Container(spec)["args"]).ToString();
    }

    private static IEnumerable<(string Name, string Value)> Environment(YamlNode spec) =>
        ((YamlSequenceNode)Container(spec)["env"]).Select(e => (e["name"].ToString(), e["value"].ToString()));

    private static IEnumerable<string> Volumes(YamlNode spec) =>
        ((YamlSequenceNode)Container(spec)["volumeMounts"]).Select(m => $"{m["name"]} {m["mountPath"]}")
            .Concat(((YamlSequenceNode)spec["template"]["spec"]["volumes"]).Select(v => $"{v["name"]} {v["persistentVolumeClaim"]["claimName"]}"));

    /// <summary>Runs a script with stand-ins for the programs that it calls, and parses what they were called with.</summary>
    /// <param name="script">For sh.</param>
    /// <param name="written">Requests whose parts exist when it runs, so that patterns find them.</param>
    /// <param name="environment">Variables.</param>
    private CompressionRequest[] Commands(string script, IReadOnlyList<CompressionRequest> written, IEnumerable<(string Name, string Value)>? environment = null)
    {
        string bin = Directory.CreateDirectory(folder.File("bin")).FullName, log = folder.File("log");
        File.Delete(log);
        foreach (string name in new[] { "dotnet", "dotnet-nncompress" })
        {
            File.WriteAllText(Path.Combine(bin, name), $"#!/bin/sh\n[ \"$1 $2\" = \"tool install\" ] && exit\n[ \"$1 $2\" = \"tool restore\" ] && exit\n[ \"$1\" = nncompress ] && shift\nfor a; do printf '%s\\n' \"$a\"; done >> '{log}'\necho >> '{log}'\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(Path.Combine(bin, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        // Absolute paths of the machines there lie in a folder here.
        string root = Directory.CreateDirectory(folder.File("root")).FullName;
        foreach (string part in written.Select(w => w.Sweep.RowsPath!))
        {
            string path = Path.Combine(root, part.TrimStart('/'));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }
        ProcessStartInfo start = new("sh", ["-euc", script.Replace("/sweep/", $"{root}/sweep/", StringComparison.Ordinal)]) { WorkingDirectory = root, RedirectStandardError = true };
        start.Environment["PATH"] = $"{bin}:{start.Environment["PATH"]}";
        foreach ((string name, string value) in environment ?? [])
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
        string[] calls = File.Exists(log) ? File.ReadAllText(log).Split("\n\n", StringSplitOptions.RemoveEmptyEntries) : [];
        return [.. calls.Select(call => Parsed(call.Replace($"{root}/sweep/", "/sweep/", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)))];
    }

    private static CompressionRequest Parsed(string[] arguments)
    {
        Invocation? invocation = CommandLineParser.Parse(Arguments.Expand(arguments), new ParserConsole());
        Assert.Equal(Verbs.Sweep, invocation!.Verb.Kind);
        return invocation.Request;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
