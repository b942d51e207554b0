namespace NNCompress.Engines;

/// <summary>Names the engine of a plug-in's assembly, so that it is found without a search through its types.</summary>
/// <param name="engine">A public type that implements <see cref="Training.ITrainingEngine"/> and has a public constructor with one parameter, <see cref="EngineOptions"/>.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class EnginePluginAttribute(Type engine) : Attribute
{
    public Type Engine { get; } = engine;
}
