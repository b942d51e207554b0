// Reruns the write-ups' experiments, writes their tables and curves beside this file, and the tables into README.md, between its markers.
// dotnet run --project build/Experiments -c Release -- [--quick] [--only NAME[,NAME…]] [--seeds N] [--data FOLDER] [--cifar FOLDER] [--fresh]
// Trials that are known (artifacts/experiments) are not run again, so a run that was cut off goes on; --fresh begins anew.
using Experiments;
using NNCompress;

Setting setting = new();
string[]? only = null;
bool fresh = false;
for (int i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--quick":
            setting = Setting.Smoke(setting);
            break;
        case "--fresh":
            fresh = true;
            break;
        case "--only" when i + 1 < args.Length:
            only = args[++i].Split(',');
            break;
        case "--seeds" when i + 1 < args.Length && int.TryParse(args[i + 1], out int seeds) && seeds > 0:
            setting = setting with { Seeds = seeds };
            i++;
            break;
        case "--data" when i + 1 < args.Length:
            setting = setting with { Data = args[++i] };
            break;
        case "--cifar" when i + 1 < args.Length:
            setting = setting with { Cifar = args[++i] };
            break;
        default:
            Console.Error.WriteLine($"'{args[i]}' is not understood, or lacks its value: [--quick] [--only NAME,…] [--seeds N] [--data FOLDER] [--cifar FOLDER] [--fresh]");
            return 1;
    }
}

string root = Repository.Root();
string artifacts = Path.Combine(root, "artifacts", setting.Quick ? "experiments-quick" : "experiments");
if ((fresh || setting.Quick) && Directory.Exists(artifacts))
    Directory.Delete(artifacts, recursive: true);
if (setting.Quick)
    setting = setting with { Data = Repository.SmallData(root) };
using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
Workbench bench = new(Path.Combine(artifacts, "networks"), setting.Data);
string images = setting.ConvSamples is { } count ? Path.Combine(artifacts, $"train-{count}") : setting.Data;
if (setting.ConvSamples is { } cut && !Directory.Exists(images))
    IdxCut.Write(setting.Data, images, cut);
List<IExperiment> experiments =
[
    new LotteryExperiment(bench, setting),
    new ChannelExperiment("channels", "Channels of a convolutional network, Fashion-MNIST", "conv:1x28x28,c16,c16,p,c32,c32,p,f,d0.5,128,10", images, bench, setting),
    new ActivationExperiment(bench, setting),
    new JpegExperiment(bench, setting),
];
if (setting.Cifar is { } cifar)
{
    Workbench other = new(Path.Combine(artifacts, "networks"), cifar);
    experiments.Add(new ChannelExperiment("cifar", "Channels of a convolutional network, CIFAR-10", "conv:3x32x32,c32,c32,p,c64,c64,p,f,d0.5,512,10", cifar, other, setting));
}
if (only?.FirstOrDefault(name => experiments.All(e => e.Name != name)) is { } unknown)
{
    Console.Error.WriteLine($"there is no experiment '{unknown}': {string.Join(", ", experiments.Select(e => e.Name))} (cifar needs --cifar).");
    return 1;
}
Runner runner = new(new TrialStore(Path.Combine(artifacts, "trials")), setting);
Page page = setting.Quick
    ? new Page(Path.Combine(artifacts, "pages"), null)
    : new Page(Path.Combine(root, "build", "Experiments"), Path.Combine(root, "README.md"));
try
{
    foreach (IExperiment experiment in experiments.Where(e => only?.Contains(e.Name) ?? true))
        page.Write(experiment, runner.Run(experiment, stop.Token));
    return 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("cancelled; what was found so far is kept.");
    return 130;
}
catch (AggregateException e) when (e.Flatten().InnerExceptions.OfType<NncException>().FirstOrDefault() is { } failure)
{
    Console.Error.WriteLine($"{failure.Code}: {failure.Path}: {failure.Message} What was found so far is kept.");
    return 2;
}
