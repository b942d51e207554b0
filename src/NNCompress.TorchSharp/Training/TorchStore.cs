using NNCompress.Engines.Managed;
using NNCompress.Engines.Managed.Training;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.TorchSharp.Training;

/// <summary>Trained tensors and running statistics: one set for all batch sizes of a run.</summary>
internal sealed class TorchStore : IDisposable
{
    private readonly Network network;
    private readonly Dictionary<string, TorchParameter> parameters;
    private readonly Dictionary<string, MirroredTensor> statistics = [];

    public TorchStore(Network network, IEnumerable<Node> nodes, IReadOnlyCollection<string>? chosen, TorchDevice device, bool apart)
    {
        this.network = network;
        (Dictionary<string, ParameterRole> roles, List<string> running) = TrainableTensors.Find(network, nodes, chosen);
        Parameters = [.. network.ConstantNames.Where(roles.ContainsKey).Select(name => new TorchParameter(network.Constant(name)!, roles[name], device, apart))];
        parameters = Parameters.ToDictionary(p => p.Name);
        foreach (string name in running.Distinct().Where(n => !parameters.ContainsKey(n)))
        {
            float[] values = network.Constant(name)!.Floats;
            statistics[name] = new MirroredTensor(device, values, [values.Length], learns: false, apart);
        }
    }

    /// <summary>In the order of the network's constants.</summary>
    public IReadOnlyList<TorchParameter> Parameters { get; }

    public IReadOnlyDictionary<string, MirroredTensor> Statistics => statistics;

    /// <summary>The tensor of that name on the device, or null where it is neither trained nor a statistic.</summary>
    public TorchTensor? Find(string name) =>
        parameters.TryGetValue(name, out TorchParameter? parameter) ? parameter.Tensor.Device : statistics.GetValueOrDefault(name)?.Device;

    /// <summary>The running statistic at an input of a norm.</summary>
    /// <exception cref="NncException">NNC2020: it is computed.</exception>
    public MirroredTensor Statistic(OperatorContext c, int index) => statistics.GetValueOrDefault(c.Node.Input(index) ?? "")
        ?? throw c.Unsupported($"computes its statistics ('{c.Node.Input(index)}'), which training on the engine torchsharp cannot follow");

    /// <summary>Puts all values into the network; the file keeps its element types.</summary>
    public void WriteBack()
    {
        foreach (TorchParameter parameter in Parameters)
            Put(parameter.Name, parameter.Tensor);
        foreach ((string name, MirroredTensor values) in statistics)
            Put(name, values);
    }

    public void Dispose()
    {
        foreach (TorchParameter parameter in Parameters)
            parameter.Dispose();
        foreach (MirroredTensor statistic in statistics.Values)
            statistic.Dispose();
    }

    private void Put(string name, MirroredTensor values)
    {
        Tensor before = network.Constant(name)!;
        network.Replace(new Tensor(name, before.Shape, values.Values.ToArray(), before.Type));
    }
}
