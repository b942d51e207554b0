using System.Diagnostics;
using System.Security.Cryptography;
using NNCompress.Compression.Trials;
using NNCompress.Models;
using NNCompress.Reports;

namespace NNCompress.Compression.Outside;

/// <summary>Has the user's program measure networks, each written as an ONNX file for as long as the program runs.</summary>
internal sealed class Evaluator
{
    private readonly RunContext run;
    private readonly CommandTemplate template;
    private readonly Dictionary<string, double> asked = [];
    private readonly Stopwatch clock = new();
    private int calls;

    /// <exception cref="NncException">NNC1102: the command cannot be run as it stands.</exception>
    public Evaluator(RunContext run)
    {
        this.run = run;
        template = CommandTemplate.Parse(run.Request.Evaluator.Command!);
    }

    /// <summary>Whether the program is told what its figure is for, so that it can search and judge on different samples.</summary>
    public bool TellsRole => template.TellsRole;

    /// <summary>For the report.</summary>
    public EvaluatorUse Use => new(template.Text, calls, clock.Elapsed.TotalSeconds, TellsRole);

    /// <summary>The program's figure; more is better. The same network is not measured twice in the same role.</summary>
    /// <exception cref="NncException">NNC2132–2135: the program failed.</exception>
    public double Measure(Network network, EvaluatorRole role)
    {
        string folder = Directory.CreateTempSubdirectory("nncompress-").FullName;
        try
        {
            string path = Path.Combine(folder, Path.GetFileNameWithoutExtension(run.Request.ModelPath) + ".onnx");
            IReadOnlyList<string> files = OnnxFile.Save(network, path, run.LongestOnnx);
            byte[] key = TrialCache.Key("evaluator", [[(byte)(TellsRole ? role : 0)], .. files.Select(Hash)]);
            // What an earlier run was told serves the search alone: the gate goes by what the program says now.
            return role == EvaluatorRole.Search ? run.Trials.Get(key, () => Asked(key, path, role), (writer, value) => writer.Write(value), reader => reader.ReadDouble()) : Asked(key, path, role);
        }
        finally
        {
            Delete(folder);
        }
    }

    private double Asked(byte[] key, string path, EvaluatorRole role)
    {
        string name = Convert.ToHexString(key);
        if (!asked.TryGetValue(name, out double figure))
            asked[name] = figure = Ask(path, role);
        return figure;
    }

    private double Ask(string path, EvaluatorRole role)
    {
        run.Reporter.Progress(role == EvaluatorRole.Judge ? "evaluator judges" : "evaluator", 0, $"call {calls + 1}");
        calls++;
        clock.Start();
        try
        {
            (string program, IReadOnlyList<string> arguments) = template.Fill(path, role);
            string line = new OutsideProgram(template.Text, run.Request.Evaluator.Timeout, run.Reporter, run.Cancellation).Run(program, arguments);
            return ProgramAnswer.Figure(line) ?? throw new NncException("NNC2135", null,
                $"the evaluator '{template.Text}' {(line.Length == 0 ? "wrote nothing to its standard output" : $"wrote '{(line.Length <= 200 ? line : line[..200] + "…")}' last")}, which is no finite number: its last line must be one, such as 88.4, or a JSON object with one under accuracy or score.");
        }
        finally
        {
            clock.Stop();
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Something that the program left behind holds it; the system clears the folder of temporary files.
        }
    }

    private static byte[] Hash(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }
}
