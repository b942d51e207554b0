using System.Globalization;
using FashionClassifier;
using LotteryTicket;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

Network ticket = new(Ticket.ReadTensors());
string folder = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "../../../../data/fashion");
(float[][] images, byte[] labels) = Idx.ReadTestImages(folder);
int correct = images.Zip(labels).Count(sample => ticket.Classify(sample.First) == sample.Second);
Console.WriteLine($"ticket       {ticket}, from 784-300-150-10");
Console.WriteLine($"accuracy     {100.0 * correct / images.Length:F2} %");
