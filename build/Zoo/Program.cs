// Takes networks of PyTorch and torchvision through the product, lets ONNX Runtime judge what comes out, and writes the table into zoo.md beside this file.
// dotnet run --project build/Zoo -c Release -- [--only NAME[,NAME…]] [--python PROGRAM]
// Needs Python with PyTorch and torchvision (Debian: python3-torch, python3-torchvision) and Node.js with npm. Networks and rows are kept in artifacts/zoo:
// with --only the others' rows are those of the last run, here and below.
// -- --fashion [--data FOLDER] instead trains residual and depthwise networks on Fashion-MNIST where that was not done yet, compresses them, and writes fashion.md
// when all its rows are there.
using System.Text.Json;
using NNCompress;
using Zoo;

string[] names =
[
    "resnet18", "resnet50", "vgg11_bn", "mobilenet_v2", "mobilenet_v3_small", "densenet121", "squeezenet1_1", "shufflenet_v2_x0_5", "googlenet", "efficientnet_b0", "convnext_tiny",
    "vit_b_16", "unet", "text",
];
string[]? wanted = null;
string python = "python3", data = "/usr/share/datasets/fashion-mnist";
bool fashion = false;
string root = Root(), folder = Path.Combine(root, "artifacts", "zoo");
if (args is ["--network", string network, string dimensions])
{
    // In a process of its own, so that memory is that of one network.
    Keep(new ZooCheck(root, folder, network, [.. dimensions.Split(',').Select(int.Parse)]).Run());
    return 0;
}
if (args is ["--fashion-network", string trained, string images])
{
    AtomicFile.Write(Path.Combine(folder, $"fashion-{trained}.json"), JsonSerializer.Serialize(FashionCheck.Run(folder, images, trained), JsonSerializerOptions.Web));
    return 0;
}
for (int i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--only" when i + 1 < args.Length:
            wanted = args[++i].Split(',');
            break;
        case "--python" when i + 1 < args.Length:
            python = args[++i];
            break;
        case "--fashion":
            fashion = true;
            break;
        case "--data" when i + 1 < args.Length:
            data = args[++i];
            break;
        default:
            Console.Error.WriteLine($"'{args[i]}' is not understood, or lacks its value: [--only NAME,…] [--python PROGRAM] [--fashion [--data FOLDER]]");
            return 1;
    }
}
string[] known = fashion ? [.. FashionCheck.Rows] : names, only = wanted ?? known;
if (only.FirstOrDefault(n => !known.Contains(n)) is { } unknown)
{
    Console.Error.WriteLine($"there is no network '{unknown}': {string.Join(", ", known)}");
    return 1;
}
if (fashion)
{
    List<FashionRow> compressed = [];
    List<string> missing = [];
    foreach (string name in known)
    {
        string kept = Path.Combine(folder, $"fashion-{name}.json");
        if (!only.Contains(name) && !File.Exists(kept))
        {
            missing.Add(name);
            continue;
        }
        if (only.Contains(name))
        {
            FashionCheck.Prepare(root, folder, data, python, name);
            Programs.Again("--fashion-network", name, data);
        }
        compressed.Add(JsonSerializer.Deserialize<FashionRow>(File.ReadAllText(kept), JsonSerializerOptions.Web)!);
        Console.WriteLine(FashionCheck.Line(compressed[^1]));
    }
    if (missing.Count == 0)
        AtomicFile.Write(Path.Combine(root, "build", "Zoo", "fashion.md"), FashionCheck.Page(compressed));
    else
        Console.WriteLine($"fashion.md stays as it was: there is no row yet of {string.Join(", ", missing)}");
    return compressed.TrueForAll(r => r.FileBytes >= FashionCheck.Ratio * r.ArtifactBytes) ? 0 : 2;
}
Directory.CreateDirectory(folder);
foreach (string name in only)
{
    try
    {
        Programs.Again("--network", name, Shape(name));
    }
    catch (InvalidOperationException e)
    {
        Keep(new ZooRow { Name = name, Failure = e.Message.ReplaceLineEndings(" ") });
    }
    ZooRow row = Known(name);
    Console.WriteLine($"{ZooPage.Line(row)}{(row.Failure is null ? "" : $" FAILED: {row.Failure}")}");
}
ZooRow[] rows = Array.ConvertAll(names, Known);
AtomicFile.Write(Path.Combine(root, "build", "Zoo", "zoo.md"), ZooPage.Write(rows));
return rows.All(r => r.Failure is null) ? 0 : 2;

// Exports the network where it is not there yet; the shape of one input, with commas.
string Shape(string name)
{
    string kept = Path.Combine(folder, $"{name}.shape");
    if (!File.Exists(kept) || !File.Exists(Path.Combine(folder, $"{name}.onnx")))
    {
        string[] lines = Programs.Run(python, "-W", "ignore", Path.Combine(root, "build", "Zoo", "export.py"), folder, name);
        AtomicFile.Write(kept, string.Join(',', lines[^1].Split(' ').Skip(1)));
    }
    return File.ReadAllText(kept);
}

void Keep(ZooRow row) => AtomicFile.Write(Path.Combine(folder, $"{row.Name}.json"), JsonSerializer.Serialize(row, JsonSerializerOptions.Web));

ZooRow Known(string name)
{
    string path = Path.Combine(folder, $"{name}.json");
    return File.Exists(path) ? JsonSerializer.Deserialize<ZooRow>(File.ReadAllText(path), JsonSerializerOptions.Web)! : new ZooRow { Name = name, Failure = "was not run" };
}

static string Root()
{
    const string Marker = "dotnet-nncompress.sln";
    for (string? at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
    {
        if (File.Exists(Path.Combine(at, Marker)))
            return at;
    }
    throw new FileNotFoundException("Run this inside the repository.", Marker);
}
