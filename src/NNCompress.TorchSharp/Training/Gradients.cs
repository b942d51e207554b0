using System.Reflection;

namespace NNCompress.TorchSharp.Training;

/// <summary>The gradients that torch keeps beside its tensors. What gives them is a method in older versions of TorchSharp, a property in newer ones.</summary>
internal static class Gradients
{
    private static readonly Func<TorchTensor, TorchTensor?> Read = Reader();

    /// <summary>The gradient of the last backward pass, or null where there was none yet.</summary>
    public static TorchTensor? Of(TorchTensor tensor) => Read(tensor) is { IsInvalid: false } gradient ? gradient : null;

    /// <summary>Backward passes add to what is there.</summary>
    public static void Clear(IEnumerable<TorchTensor> tensors)
    {
        using IDisposable still = torch.no_grad();
        foreach (TorchTensor tensor in tensors)
            Of(tensor)?.zero_();
    }

    private static Func<TorchTensor, TorchTensor?> Reader()
    {
        MethodInfo getter = typeof(TorchTensor).GetMethod("grad", []) ?? typeof(TorchTensor).GetProperty("grad")!.GetMethod!;
        return getter.CreateDelegate<Func<TorchTensor, TorchTensor?>>();
    }
}
