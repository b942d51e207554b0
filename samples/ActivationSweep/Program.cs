using System.Globalization;
using System.Text.Json;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

JsonElement sweep = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "sweep.json"))).RootElement;
double original = sweep.GetProperty("parameters").GetDouble();
Console.WriteLine($"mean below  deviation below  accuracy  parameters    original {sweep.GetProperty("baseline").GetProperty("accuracy").GetDouble():F2} %");
foreach (JsonElement row in sweep.GetProperty("rows").EnumerateArray().Where(r => r.GetProperty("front").GetBoolean()).OrderBy(r => r.GetProperty("bytes").GetInt64()))
{
    string mark = row.GetProperty("index").GetRawText() == sweep.GetProperty("best").GetRawText() ? "  best" : "";
    Console.WriteLine(
        $"{row.GetProperty("meanThreshold").GetDouble(),10}  {row.GetProperty("stdThreshold").GetDouble(),15}  {row.GetProperty("accuracy").GetDouble(),6:F2} %  {row.GetProperty("parameters").GetDouble() / original - 1,10:P1}{mark}");
}
