namespace NNCompress.Pickling;

/// <summary>What can be wrong with a file of torch.save.</summary>
internal static class PickleError
{
    private const string Remedy = "save a state_dict with torch.save(model.state_dict(), path), or export the weights as safetensors.";

    /// <summary>NNC2174: the zip archive around the pickle.</summary>
    public static NncException Archive(string path, string what, Exception? cause = null) =>
        new("NNC2174", path, $"this is no archive that torch.save wrote: {what}. Fetch the file again, or {Remedy}", cause);

    /// <summary>NNC2175: the pickle asks for more than data.</summary>
    public static NncException Refused(string path, string what) =>
        new("NNC2175", path, $"the pickle in the file {what}, which no file of tensors needs. Nothing was executed. If you trust where it comes from, {Remedy}");

    /// <summary>NNC2176: the pickle's own form, or its size.</summary>
    public static NncException Damaged(string path, string what) => new("NNC2176", path, $"the pickle in the file is damaged: {what}. Fetch the file again, or {Remedy}");

    /// <summary>NNC2178: a tensor that does not fit what it is stored in.</summary>
    public static NncException Tensor(string path, string what) => new("NNC2178", path, $"{what}. {char.ToUpperInvariant(Remedy[0])}{Remedy[1..]}");

    /// <summary>Text from a file, short enough for a message and without control characters.</summary>
    public static string Shown(string text)
    {
        string head = text.Length <= 60 ? text : text[..60] + "…";
        return string.Create(head.Length, head, (span, from) =>
        {
            for (int i = 0; i < span.Length; i++)
                span[i] = char.IsControl(from[i]) || char.IsSurrogate(from[i]) ? '?' : from[i];
        });
    }
}
