using System.Globalization;
using JpegNeurons;
using NNCompress.Runtime;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

using Stream resource = typeof(Neurons).Assembly.GetManifestResourceStream("JpegNeurons.Neurons.nnz")!;
NnzTensor weights = Neurons.ReadTensors()["fc1.weight"];
Console.WriteLine($"embedded     {resource.Length:N0} bytes");
Console.WriteLine($"neurons      {weights.Shape[0]}, of 512");

// The neuron with the greatest weights, as it sees the pixels: '#' for, '.' against.
const int Side = 28;
float[] neuron = weights.Data.Chunk(Side * Side).MaxBy(w => w.Sum(v => v * v))!;
float scale = neuron.Max(Math.Abs);
foreach (float[] row in neuron.Chunk(Side))
    Console.WriteLine(string.Concat(row.Select(w => " .:-=+*#"[(int)(3.99 + 3.99 * w / scale)])).TrimEnd());
