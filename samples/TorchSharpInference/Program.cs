using System.Globalization;
using FashionClassifier;
using TorchSharp;
using TorchSharpInference;
using static TorchSharp.torch;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// The build has pruned and compressed fashion-mlp-300-150.onnx, embedded it, and compiled the class Fashion.
using IDisposable inference = no_grad();
using DisposeScope scope = NewDisposeScope();
FashionNetwork network = new(Fashion.ReadTensors());
Console.WriteLine($"layers       {network}");

string folder = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "../../../../data/fashion");
(float[][] images, byte[] labels) = Idx.ReadTestImages(folder);
Tensor scores = network.forward(tensor([.. images.SelectMany(image => image)], [images.Length, 28 * 28]));
Tensor expected = tensor(labels.Select(label => (long)label).ToArray());
long correct = scores.argmax(1).eq(expected).sum().item<long>();
Console.WriteLine($"test images  {images.Length:N0}");
Console.WriteLine($"accuracy     {100.0 * correct / images.Length:F2} %");
