using System.Globalization;
using FashionClassifier;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// The build has compressed fashion-mlp-300-150.onnx, embedded it, and compiled the class FashionMlp300_150.
byte[] onnx = FashionMlp300_150.ReadOnnx();
Network network = new(FashionMlp300_150.ReadTensors());
Console.WriteLine($"embedded     {EmbeddedBytes():N0} bytes");
Console.WriteLine($"ONNX model   {onnx.Length:N0} bytes (what ONNX Runtime would load)");
Console.WriteLine($"layers       {network}");

string folder = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "../../../../data/fashion");
(float[][] images, byte[] labels) = Idx.ReadTestImages(folder);
int correct = images.Zip(labels).Count(sample => network.Classify(sample.First) == sample.Second);
Console.WriteLine($"test images  {images.Length:N0}");
Console.WriteLine($"accuracy     {100.0 * correct / images.Length:F2} %");

static long EmbeddedBytes()
{
    using Stream resource = typeof(FashionMlp300_150).Assembly.GetManifestResourceStream("FashionClassifier.FashionMlp300_150.nnz")!;
    return resource.Length;
}
