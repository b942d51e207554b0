using System.Globalization;
using NNCompress.Bench;

// How fast the managed engine is: median and best of several timed slices.
//     dotnet run -c Release --project build/Bench -- matrix [threads]     products of the sizes that the sample networks have
//     dotnet run -c Release --project build/Bench -- forward [threads]    images a second through the sample networks
//     dotnet run -c Release --project build/Bench -- train [threads]      images a second in training, the peer's cases and some more
//     dotnet run -c Release --project build/Bench -- decode               weights a second that sections decode to, beside gzip and djpeg
//     dotnet run -c Release --project build/Bench -- decode FILE.nnz ...  the same of whole artifacts
//     dotnet run -c Release --project build/Bench -- levels               bytes of the level coder beside its estimate, a zero-order coder, entropy
//     dotnet run -c Release --project build/Bench -- peer [threads] --script PATH [--python PROGRAM] [--rounds N]
// `peer` runs a PyTorch program and the engine in turn on the same cases; TorchPeer says what that program must print.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Arguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 1;
}
return arguments.Mode switch
{
    "decode" => arguments.Files.Count > 0 ? Artifacts.Run(arguments.Files) : Decoding.Run(),
    "levels" => Levels.Run(),
    "matrix" => Products.Run(arguments.Threads),
    "forward" => Alone.Run(arguments.Threads, training: false),
    "train" => Alone.Run(arguments.Threads, training: true),
    _ => Comparison.Run(arguments),
};
