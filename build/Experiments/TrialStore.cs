using System.Text.Json;
using NNCompress;

namespace Experiments;

/// <summary>Keeps each trial's result in a file of its own, so that a run that was cut off goes on where it stood.</summary>
internal sealed class TrialStore(string folder)
{
    public TrialResult? Find(string experiment, Trial trial)
    {
        string path = PathOf(experiment, trial);
        return File.Exists(path) ? JsonSerializer.Deserialize<TrialResult>(File.ReadAllText(path)) : null;
    }

    public void Keep(string experiment, Trial trial, TrialResult result)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.Write(PathOf(experiment, trial), JsonSerializer.Serialize(result));
    }

    private string PathOf(string experiment, Trial trial)
    {
        string name = string.Join('_', experiment, trial.Series, trial.Point, trial.Seed);
        return Path.Combine(folder, string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')) + ".json");
    }
}
