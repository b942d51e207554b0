using System.Text.Json;
using System.Text.Json.Serialization;

namespace NNCompress.Pruning;

/// <summary>Plans as JSON files.</summary>
public static class PlanFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <exception cref="NncException">NNC2003: the file cannot be written.</exception>
    public static void Save(PruningPlan plan, string path) => AtomicFile.Write(path, JsonSerializer.Serialize(plan, Options) + "\n");

    /// <exception cref="NncException">NNC2001 or NNC2002: no such file, or unreadable. NNC2090: not a plan.</exception>
    public static PruningPlan Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<PruningPlan>(File.ReadAllBytes(path), Options) ?? throw new JsonException("the file holds null");
        }
        catch (JsonException e)
        {
            throw new NncException("NNC2090", path, $"the file is not a pruning plan: {e.Message} Write one with prune --plan.", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NncException("NNC2001", path, "the plan file does not exist: check the path given to --replay.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NncException("NNC2002", path, $"the plan file cannot be read: {e.Message}", e);
        }
    }
}
