using NNCompress.Engines.Training;

namespace NNCompress.Pruning.Gates;

/// <summary>
/// Trains gates beside the weights: before each step it sets them, after it it takes their gradients and moves them by its own rule. Weights
/// and gates may take turns, and the norms of kernels may be held.
/// </summary>
internal abstract class GateHook(GatedNetwork gated, GateOptions options) : ITrainingHook
{
    /// <summary>Trainings shorter than this do not take gates all the way: that would be noise.</summary>
    private const int FewSteps = 100;

    /// <summary>Closings over a training.</summary>
    private const int Rounds = 100;

    /// <summary>Closings that a method may look ahead.</summary>
    protected const int Ahead = 8;

    private readonly ExpectedParameters size = new(gated.Dependencies);
    private RankedRemoval removal = New(gated);
    private Dictionary<string, TrainingParameter> parameters = [];
    private KernelNorms? norms;
    private float[][]? weights;
    private TrainingParameter[] others = [];

    protected GatedNetwork Gated => gated;

    protected GateOptions Options => options;

    protected ExpectedParameters Size => size;

    protected IReadOnlyList<GateState> Gates { get; private set; } = [];

    /// <summary>Whether as much has left as the ratio asks for.</summary>
    protected bool Enough => options.Ratio is { } ratio && removal.Share >= ratio;

    protected long TotalSteps { get; private set; }

    /// <summary>The units whose gates are closed for good.</summary>
    public IReadOnlySet<int> Closed => removal.Removed;

    /// <summary>Groups that a gate would have emptied: their strongest channel stays.</summary>
    public SortedSet<string> Kept { get; } = new(StringComparer.Ordinal);

    public virtual IReadOnlyList<(string Name, Memory<float> Values)> State => [.. Gates.SelectMany(g => g.Memory)];

    protected abstract double Start { get; }

    public void Begin(ITrainingRun run, long totalSteps)
    {
        TotalSteps = totalSteps;
        parameters = run.Parameters.ToDictionary(p => p.Name);
        Gates = [.. gated.Gates.Where(g => parameters.ContainsKey(g.Constant)).Select(g => new GateState(g, parameters[g.Constant], Start))];
        HashSet<string> own = [.. gated.Gates.Select(g => g.Constant)];
        others = [.. run.Parameters.Where(p => !own.Contains(p.Name))];
        weights = options.PushPull is not null ? Array.ConvertAll(others, p => new float[p.Values.Length]) : null;
        norms = options.UnitNorm ? new KernelNorms(gated, parameters) : null;
        Ready();
    }

    public void BeforeStep(ITrainingRun run, long step, double learningRate)
    {
        Reopen();
        Set(step);
        if (Turn(step) == true)
        {
            for (int i = 0; i < others.Length; i++)
                others[i].Values.CopyTo(weights![i]);
        }
    }

    public void AfterStep(ITrainingRun run, long step, double learningRate)
    {
        bool? turn = Turn(step);
        if (turn != false)
            Update(step);
        if (turn == true)
        {
            for (int i = 0; i < others.Length; i++)
                weights![i].CopyTo(others[i].Values);
        }
        norms?.Restore();
        long round = Math.Max(1, TotalSteps / Rounds);
        if (turn != false && options.Ratio is { } ratio && (step + 1) % round == 0)
            Approach(Target(ratio, step + 1), Target(ratio, step + 1 + (Ahead * round)));
        foreach (GateState gate in Gates)
        {
            for (int i = 0; i < gate.Count; i++)
                gate.Parameter.Values[i] = gate.Free[i] == 0 ? 0 : Fixed(gate, i);
        }
    }

    /// <summary>Closes what is left to close once training has ended: what the ratio asks for, or the gates that are 0.</summary>
    public void Finish()
    {
        Reopen();
        if (options.Ratio is { } ratio)
        {
            CloseUntil(ratio);
            return;
        }
        foreach (GateState gate in Gates)
        {
            double[] scores = Score(gate.Gate.Group);
            // The weakest first, so that the strongest is the one that stays.
            foreach (int i in Enumerable.Range(0, gate.Count).Where(i => gate.Free[i] != 0 && IsShut(gate, i)).OrderBy(i => scores[i]).ThenBy(i => i).ToArray())
                Close(gate, i);
        }
    }

    /// <summary>How much each channel of a group matters, by what training has found.</summary>
    public abstract double[] Score(ChannelGroup group);

    /// <summary>Called when the gates have their parameters.</summary>
    protected virtual void Ready()
    {
    }

    /// <summary>Writes the gates that a step computes with.</summary>
    protected abstract void Set(long step);

    /// <summary>Moves the gates by the step's gradients.</summary>
    protected abstract void Update(long step);

    /// <summary>Called a hundred times over a training with a ratio.</summary>
    /// <param name="now">Share of the parameters that should have left by now.</param>
    /// <param name="later">What that will be <see cref="Ahead"/> calls later.</param>
    protected abstract void Approach(double now, double later);

    /// <summary>The gate's value without chance.</summary>
    protected abstract float Fixed(GateState gate, int index);

    /// <summary>Whether a free gate is as good as closed when training ends.</summary>
    protected abstract bool IsShut(GateState gate, int index);

    protected GateState? Of(ChannelGroup group) => Gates.FirstOrDefault(g => g.Gate.Group == group);

    /// <summary>A trained tensor, or null where it is not trained.</summary>
    protected TrainingParameter? Parameter(string name) => parameters.GetValueOrDefault(name);

    /// <summary>The weight of the penalty on each channel of a gate: what the channel holds, 1 on average, times λ; or the group's own λ.</summary>
    protected double Lambda(GateState gate, int index, double lambda, double[] slope, double mean) =>
        options.LayerLambdas.TryGetValue(gate.Gate.Group.Name, out double own) ? own : lambda * slope[gate.Gate.Group.Units[index]] / mean;

    /// <summary>The gates' learning rate: whatever the weights' schedule does, gates have as far to go.</summary>
    /// <param name="reach">The method's usual one.</param>
    protected double Rate(double reach) => (options.Reach ?? reach) / Math.Max(FewSteps, TotalSteps);

    /// <summary>Closes a channel's gate for good, unless it is its group's last.</summary>
    protected void Close(GateState gate, int index)
    {
        if (removal.Remove(gate.Gate.Group, gate.Gate.Group.Units[index]))
            gate.Free[index] = 0;
        else
            Kept.Add(gate.Gate.Group.Name);
    }

    /// <summary>Closes the lowest scores of all layers until the share is reached.</summary>
    protected void CloseUntil(double share)
    {
        removal.Until(share, Score);
        foreach (GateState gate in Gates)
        {
            for (int i = 0; i < gate.Count; i++)
            {
                if (removal.Removed.Contains(gate.Gate.Group.Units[i]))
                    gate.Free[i] = 0;
            }
        }
    }

    /// <summary>
    /// The share grows fast at first, when there is much to spare, and not at all in the last fifth: s·(1 − (1 − t)³) (Zhu and Gupta, "To prune,
    /// or not to prune", 2017).
    /// </summary>
    private double Target(double ratio, long step)
    {
        double left = 1 - Math.Min(1, step / (0.8 * TotalSteps));
        return ratio * (1 - (left * left * left));
    }

    /// <summary>Whether it is the gates' turn (true), the weights' (false), or both are trained together (null).</summary>
    private bool? Turn(long step) => options.PushPull is { } steps ? step / steps % 2 == 1 : null;

    private static RankedRemoval New(GatedNetwork gated) => new(gated.Dependencies, gated.Gates.Select(g => g.Group));

    /// <summary>Makes the ledger agree with a state that a checkpoint has brought back.</summary>
    private void Reopen()
    {
        int closed = Gates.Sum(g => g.Free.Count(f => f == 0));
        if (closed == removal.Removed.Count)
            return;
        removal = New(gated);
        foreach (GateState gate in Gates)
        {
            for (int i = 0; i < gate.Count; i++)
            {
                if (gate.Free[i] == 0)
                    removal.Remove(gate.Gate.Group, gate.Gate.Group.Units[i]);
            }
        }
    }
}
