using System.Runtime.InteropServices;
using NNCompress.Models;

namespace NNCompress.TorchSharp.Graphs;

/// <summary>A network as calls of torch, for batches of one size.</summary>
/// <param name="network">For messages.</param>
/// <param name="wanted">The values that a run returns.</param>
/// <param name="constant">What a name that no step computes stands for: a constant, or a trained tensor.</param>
/// <param name="owned">Tensors that go with the graph.</param>
internal sealed class TorchGraph(Network network, IReadOnlyCollection<string> wanted, Func<string, TorchTensor> constant, List<TorchTensor> owned) : IDisposable
{
    private readonly List<TorchStep> steps = [];
    private Dictionary<string, TorchTensor> values = [];

    public void Add(TorchStep step) => steps.Add(step);

    /// <summary>Computes one batch; the tensors belong to the caller's scope.</summary>
    /// <param name="input">The network's input.</param>
    /// <param name="pass">Number of the optimiser's step.</param>
    /// <exception cref="NncException">NNC2192: torch refuses a call.</exception>
    public IReadOnlyDictionary<string, TorchTensor> Run(TorchTensor input, long pass)
    {
        values = new() { [network.Inputs[0].Name] = input };
        foreach (TorchStep step in steps)
        {
            values[step.Output] = Compute(step, pass);
            foreach (string last in step.Last)
            {
                values[last].Dispose();
                values.Remove(last);
            }
        }
        Dictionary<string, TorchTensor> results = wanted.ToDictionary(name => name, Value);
        values = [];
        return results;
    }

    /// <summary>The value of that name during a run.</summary>
    public TorchTensor Value(string name) => values.TryGetValue(name, out TorchTensor? value) ? value : constant(name);

    public void Dispose()
    {
        foreach (TorchTensor tensor in owned)
            tensor.Dispose();
        owned.Clear();
    }

    private TorchTensor Compute(TorchStep step, long pass)
    {
        try
        {
            using DisposeScope scope = torch.NewDisposeScope();
            TorchTensor result = step.Function(step.Operands, pass);
            if (!result.shape.AsSpan().SequenceEqual(step.Shape))
                throw new InvalidOperationException($"{step.Node} gave shape [{string.Join(',', result.shape)}], not [{string.Join(',', step.Shape)}].");
            return result.MoveToOuterDisposeScope();
        }
        catch (ExternalException e)
        {
            // The first line says what; native stack frames follow.
            throw new NncException("NNC2192", network.Path, $"torch refuses to compute {step.Node} of shape [{string.Join(',', step.Shape)}]: {e.Message.Split('\n')[0].Trim()}. Use a smaller batch or smaller inputs if memory is short; without --engine the managed engine runs.", e);
        }
    }
}
