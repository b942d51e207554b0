// Stands in for the compressor: appends its arguments to a file beside the artifact, one JSON array a run, and does what the model's text says.
using System.Text.Json;

string model = args[1];
string artifact = args.Single(a => a.StartsWith("--output=", StringComparison.Ordinal))["--output=".Length..];
File.AppendAllLines(Path.ChangeExtension(artifact, ".runs"), [JsonSerializer.Serialize(args)]);
string text = File.ReadAllText(model);
switch (text)
{
    case "budget":
        Report();
        Console.WriteLine($"compress {model}; accuracy 90.00 % to 80.00 %");
        Console.Error.WriteLine($"{model} : error NNC3001: accuracy drops by 10.00 points, past the budget of 0.5: raise the budget.");
        return 3;
    case "crash":
        return 70;
    case "silent":
        return 0;
    case "warn":
        Console.Error.WriteLine($"{model} : warning NNC2021: operator 'Odd' locks its channels.");
        break;
    case "plugins":
        Console.Error.WriteLine($"{model} : warning NNC2021: {Environment.GetEnvironmentVariable("NNCOMPRESS_PLUGINS")}");
        break;
    case "slow":
        Thread.Sleep(1500);
        break;
}
Report();
Console.Error.WriteLine("search 50 %");
File.WriteAllText(artifact, $"nnz of {text}");
if (args.Contains("--onnx-precision=int8"))
    File.WriteAllText(Path.ChangeExtension(artifact, ".int8.onnx"), $"int8 of {text}");
if (args.FirstOrDefault(a => a.StartsWith("--report=", StringComparison.Ordinal)) is { } report)
    File.WriteAllText(report["--report=".Length..], $"page of {text}");
Console.WriteLine($"compress {model}: größe 10 to 5 bytes");
Console.Error.WriteLine("done 100 %");
return 0;

void Report() => File.WriteAllText(args.Single(a => a.StartsWith("--json=", StringComparison.Ordinal))["--json=".Length..], $"report of {text}");
