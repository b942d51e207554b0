using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Training;

namespace NNCompress.Engines.Managed.Training.Optimisers;

/// <summary>An optimiser with its memory, over all parameters of a run, in pieces that threads share.</summary>
internal sealed unsafe class ParameterUpdate
{
    // A multiple of every vector: only a tensor's last piece reaches past its end, into its slack.
    private const int Piece = 16384;

    private readonly Optimiser optimiser;
    private readonly IReadOnlyList<ManagedParameter> parameters;
    private readonly AlignedBuffer[][] memories;
    private readonly (int Parameter, int Start)[] pieces;

    public ParameterUpdate(TrainingOptions options, IReadOnlyList<ManagedParameter> parameters)
    {
        optimiser = Optimiser.Of(options);
        this.parameters = parameters;
        memories = [.. parameters.Select(p => Enumerable.Range(0, optimiser.Memories).Select(_ => Zeros(p.Data.Length)).ToArray())];
        pieces = [.. parameters.SelectMany((p, i) => Enumerable.Range(0, (p.Data.Length + Piece - 1) / Piece).Select(n => (i, n * Piece)))];
    }

    public IEnumerable<(string Name, Memory<float> Values)> State =>
        parameters.SelectMany((p, i) => memories[i].Select((memory, n) => ($"{p.Name}#{n}", memory.Memory)));

    /// <param name="team">Who shares the work.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="step">From 1.</param>
    public void Run(WorkTeam team, double rate, long step)
    {
        team.For(pieces.Length, piece =>
        {
            (int index, int start) = pieces[piece];
            ManagedParameter parameter = parameters[index];
            Span<nint> memory = stackalloc nint[optimiser.Memories];
            for (int i = 0; i < memory.Length; i++)
                memory[i] = (nint)(memories[index][i].Pointer + start);
            int length = Math.Min(Piece, parameter.Data.Length - start);
            optimiser.Update(parameter.Data.Pointer + start, parameter.Slope.Pointer + start, memory, length, rate, step, parameter.Role == ParameterRole.Weight);
        });
        GC.KeepAlive(this);
    }

    private static AlignedBuffer Zeros(int length)
    {
        AlignedBuffer buffer = new(length);
        buffer.Span.Clear();
        return buffer;
    }
}
