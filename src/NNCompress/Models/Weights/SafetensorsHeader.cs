using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NNCompress.Models.Weights;

/// <summary>The JSON in front of a safetensors file.</summary>
internal static class SafetensorsHeader
{
    private const string Metadata = "__metadata__";

    private const int MostDimensions = 64;

    private static readonly (string Name, ElementType Type)[] Types =
    [
        ("F64", ElementType.Double), ("F32", ElementType.Float), ("F16", ElementType.Half), ("BF16", ElementType.BFloat16), ("I64", ElementType.Int64), ("I32", ElementType.Int32),
        ("I16", ElementType.Int16), ("I8", ElementType.Int8), ("U64", ElementType.UInt64), ("U32", ElementType.UInt32), ("U16", ElementType.UInt16), ("U8", ElementType.UInt8), ("BOOL", ElementType.Bool),
    ];

    /// <exception cref="NncException">NNC2170: no such JSON, or a name twice. NNC2172: a type that is not supported.</exception>
    public static (List<SafetensorsEntry> Entries, List<KeyValuePair<string, string>> Notes) Parse(byte[] json, string path)
    {
        List<SafetensorsEntry> entries = [];
        List<KeyValuePair<string, string>> notes = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        try
        {
            Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 8 });
            Expect(ref reader, JsonTokenType.StartObject, path);
            while (Next(ref reader, path) != JsonTokenType.EndObject)
            {
                string name = reader.GetString()!;
                if (!names.Add(name))
                    throw WeightError.Header(path, $"'{WeightError.Shown(name)}' is in it twice");
                if (name == Metadata)
                    ReadNotes(ref reader, notes, path);
                else
                    entries.Add(ReadEntry(ref reader, name, path));
            }
            if (reader.Read())
                throw WeightError.Header(path, "something follows its end");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or DecoderFallbackException)
        {
            throw WeightError.Header(path, $"it is no JSON of the form that it must have ({e.Message.ReplaceLineEndings(" ")})", e);
        }
        return (entries, notes);
    }

    /// <summary>The header of a file that has the tensors in that order.</summary>
    public static byte[] Make(IReadOnlyList<WeightTensor> tensors, IEnumerable<KeyValuePair<string, string>> notes)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            KeyValuePair<string, string>[] told = [.. notes];
            if (told.Length > 0)
            {
                writer.WriteStartObject(Metadata);
                foreach ((string key, string value) in told)
                    writer.WriteString(key, value);
                writer.WriteEndObject();
            }
            long offset = 0;
            foreach (WeightTensor tensor in tensors)
            {
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", Types.First(t => t.Type == tensor.Type).Name);
                writer.WriteStartArray("shape");
                foreach (int dimension in tensor.Shape)
                    writer.WriteNumberValue(dimension);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(offset);
                writer.WriteNumberValue(offset += tensor.Bytes.Length);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        return json.ToArray();
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name, string path)
    {
        string? type = null;
        List<long>? shape = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, path);
        while (Next(ref reader, path) != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            bool again = key switch { "dtype" => type is not null, "shape" => shape is not null, "data_offsets" => offsets is not null, _ => true };
            if (again)
                throw WeightError.Header(path, $"tensor '{WeightError.Shown(name)}' has the key '{WeightError.Shown(key)}' {(key is "dtype" or "shape" or "data_offsets" ? "twice" : "beside dtype, shape and data_offsets")}");
            if (key == "dtype")
                type = Text(ref reader, path);
            else if (key == "shape")
                shape = Numbers(ref reader, path);
            else
                offsets = Numbers(ref reader, path);
        }
        if (type is null || shape is null || offsets is not [long begin, long end])
            throw WeightError.Header(path, $"tensor '{WeightError.Shown(name)}' lacks dtype, shape or two data_offsets");
        if (WeightTensor.Count(shape) < 0)
            throw WeightError.Header(path, $"tensor '{WeightError.Shown(name)}' has shape [{string.Join(", ", shape)}], and at most 2^31 - 1 numbers can be used");
        ElementType known = Types.FirstOrDefault(t => t.Name == type).Type;
        if (known == ElementType.Undefined)
            throw WeightError.Type(path, name, type);
        return new SafetensorsEntry(name, known, [.. shape.Select(d => (int)d)], begin, end);
    }

    private static void ReadNotes(ref Utf8JsonReader reader, List<KeyValuePair<string, string>> notes, string path)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        Expect(ref reader, JsonTokenType.StartObject, path);
        while (Next(ref reader, path) != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            if (!keys.Add(key))
                throw WeightError.Header(path, $"{Metadata} has '{WeightError.Shown(key)}' twice");
            notes.Add(new(key, Text(ref reader, path)));
        }
    }

    private static List<long> Numbers(ref Utf8JsonReader reader, string path)
    {
        List<long> numbers = [];
        Expect(ref reader, JsonTokenType.StartArray, path);
        while (Next(ref reader, path) != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0 || numbers.Count == MostDimensions)
                throw WeightError.Header(path, $"a list in it has something else than up to {MostDimensions} whole numbers from 0 on");
            numbers.Add(number);
        }
        return numbers;
    }

    private static string Text(ref Utf8JsonReader reader, string path)
    {
        Expect(ref reader, JsonTokenType.String, path);
        return reader.GetString()!;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token, string path)
    {
        if (Next(ref reader, path) != token)
            throw WeightError.Header(path, $"there is {reader.TokenType} at byte {reader.TokenStartIndex} where {token} must be");
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader, string path) => reader.Read() ? reader.TokenType : throw WeightError.Header(path, "it ends too early");
}
