using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Engines.Managed.Training;

/// <summary>Trained tensors and running statistics: one set for all batch sizes of a run.</summary>
internal sealed class ParameterStore
{
    private readonly Network network;
    private readonly Dictionary<string, ManagedParameter> parameters;
    private readonly Dictionary<string, AlignedBuffer> statistics = [];

    public ParameterStore(Network network, IEnumerable<Node> nodes, IReadOnlyCollection<string>? chosen)
    {
        this.network = network;
        (Dictionary<string, ParameterRole> roles, List<string> running) = TrainableTensors.Find(network, nodes, chosen);
        Parameters = [.. network.ConstantNames.Where(roles.ContainsKey).Select(name => new ManagedParameter(network.Constant(name)!, roles[name]))];
        parameters = Parameters.ToDictionary(p => p.Name);
        foreach (string name in running.Distinct().Where(n => !parameters.ContainsKey(n)))
        {
            float[] values = network.Constant(name)!.Floats;
            statistics[name] = new AlignedBuffer(values.Length);
            values.CopyTo(statistics[name].Span);
        }
    }

    /// <summary>In the order of the network's constants.</summary>
    public IReadOnlyList<ManagedParameter> Parameters { get; }

    public IReadOnlyDictionary<string, AlignedBuffer> Statistics => statistics;

    /// <summary>The value of that name in a graph, or null where it is neither trained nor a statistic.</summary>
    public TrainingValue? Find(string name)
    {
        if (parameters.TryGetValue(name, out ManagedParameter? parameter))
            return new TrainingValue(parameter.Shape, parameter.Data, parameter.Slope);
        return statistics.TryGetValue(name, out AlignedBuffer? buffer) ? new TrainingValue([buffer.Length], buffer, null) : null;
    }

    /// <summary>Puts all values into the network; the file keeps its element types.</summary>
    public void WriteBack()
    {
        foreach (ManagedParameter parameter in Parameters)
            Put(parameter.Name, parameter.Data);
        foreach ((string name, AlignedBuffer values) in statistics)
            Put(name, values);
    }

    private void Put(string name, AlignedBuffer values)
    {
        Tensor before = network.Constant(name)!;
        network.Replace(new Tensor(name, before.Shape, values.Span.ToArray(), before.Type));
    }
}
