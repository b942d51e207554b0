// Builds each opt-in part where its packages can be had, runs the conformance suites, and prints what came of it.
//   dotnet run --project build/Plugins [-- --source FEED] [--version NAME=VERSION] [--only NAME]
// Packages are unpacked where NUGET_PACKAGES says; outputs stand in artifacts/plugins, apart from those of the solution.
using Plugins;

Settings? settings = Settings.Parse(args);
if (settings is null)
    return 1;
List<Outcome> outcomes = [.. Part.All.Where(p => settings.Only is null || p.Name == settings.Only).Select(p => p.Run(settings))];
int width = outcomes.Max(o => o.Suite.Length) + 2;
Console.WriteLine();
foreach (Outcome outcome in outcomes)
    Console.WriteLine($"{outcome.Part,-12}{outcome.Suite.PadRight(width)}{outcome.Result}{(outcome.Versions.Count == 0 ? "" : $" ({string.Join(", ", outcome.Versions)})")}");
return outcomes.Any(o => o.Failed) ? 1 : 0;
