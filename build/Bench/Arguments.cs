using System.Globalization;

namespace NNCompress.Bench;

/// <summary>What the command line asks for.</summary>
/// <param name="Mode">matrix, forward, train, decode, levels or peer.</param>
/// <param name="Threads">Threads of both programs.</param>
/// <param name="Script">The peer's program.</param>
/// <param name="Python">What runs it.</param>
/// <param name="Rounds">How often both take their turn.</param>
/// <param name="Files">Artifacts to decode.</param>
internal sealed record Arguments(string Mode, int Threads, string? Script, string Python, int Rounds, IReadOnlyList<string> Files)
{
    public const string Usage = """
        usage: Bench matrix|forward|train [threads]
               Bench decode [FILE.nnz ...]
               Bench levels
               Bench peer [threads] --script PATH [--python PROGRAM] [--rounds N]
        """;

    /// <summary>Null where the line is not understood.</summary>
    public static Arguments? Parse(string[] args)
    {
        if (args.FirstOrDefault() is not ("matrix" or "forward" or "train" or "decode" or "levels" or "peer"))
            return null;
        Arguments parsed = new(args[0], 1, null, "python3", 5, []);
        if (parsed.Mode == "decode")
            return parsed with { Files = args[1..] };
        for (int i = 1; i < args.Length; i++)
        {
            string? value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--script" when value is not null:
                    parsed = parsed with { Script = value };
                    i++;
                    break;
                case "--python" when value is not null:
                    parsed = parsed with { Python = value };
                    i++;
                    break;
                case "--rounds" when Number(value) is { } rounds:
                    parsed = parsed with { Rounds = rounds };
                    i++;
                    break;
                case { } text when i == 1 && Number(text) is { } threads:
                    parsed = parsed with { Threads = threads };
                    break;
                default:
                    return null;
            }
        }
        return parsed.Mode == "peer" == parsed.Script is not null ? parsed : null;
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;
}
