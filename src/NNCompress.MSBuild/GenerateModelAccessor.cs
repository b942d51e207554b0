using System;
using System.IO;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using NNCompress.Coding;

namespace NNCompress.MSBuild;

/// <summary>
/// Writes the class that decompresses a model. Its text depends on names alone, not on weights, so that design-time builds can have it
/// without compressing.
/// </summary>
public sealed class GenerateModelAccessor : Task
{
    /// <summary>Items from <see cref="PrepareModels"/>.</summary>
    [Required]
    public ITaskItem[] Models { get; set; } = [];

    public override bool Execute()
    {
        foreach (ITaskItem model in Models)
        {
            string path = model.GetMetadata("Accessor");
            try
            {
                PrepareModels.WriteIfDifferent(path, Source(model));
            }
            catch (ArgumentException e)
            {
                Log.LogError(null, "NNC1040", null, model.ItemSpec, 0, 0, 0, 0, "{0} Set the metadata ClassName of PruneModel to another name.", e.Message);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.LogError(null, "NNC2003", null, path, 0, 0, 0, 0, "cannot write the model's class: {0} Make the folder writable.", e.Message);
            }
        }
        return !Log.HasLoggedErrors;
    }

    private static string Source(ITaskItem model) =>
        AccessorSource.Generate(model.GetMetadata("Namespace"), model.GetMetadata("ClassName"), model.GetMetadata("ResourceName"));
}
