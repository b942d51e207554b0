using NNCompress.Models;

namespace NNCompress.Engines.Managed.Training;

/// <summary>What a step sees of its node when it is made.</summary>
/// <param name="Operator">Attributes, constants, shapes.</param>
/// <param name="Inputs">By position; null where an input is left out.</param>
/// <param name="Output">The first output.</param>
/// <param name="Team">Threads that will share the work.</param>
/// <param name="Seed">Differs from node to node.</param>
internal sealed record StepContext(OperatorContext Operator, TrainingValue?[] Inputs, TrainingValue Output, WorkTeam Team, ulong Seed)
{
    public Node Node => Operator.Node;

    /// <exception cref="NncException">NNC2021: the input is left out.</exception>
    public TrainingValue Input(int index) => index < Inputs.Length && Inputs[index] is { } value
        ? value
        : throw Operator.Misfit($"lacks its input {index + 1}");
}
