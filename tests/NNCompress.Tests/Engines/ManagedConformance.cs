using NNCompress.Engines;
using NNCompress.Engines.Managed.Operators;
using NNCompress.Engines.Managed.Training;
using NNCompress.Engines.Training;
using NNCompress.Tests.Conformance;
using Xunit.Abstractions;

namespace NNCompress.Tests.Engines;

/// <summary>What every engine must do, on the managed engine.</summary>
public static class ManagedConformance
{
    public sealed class Operators(ITestOutputHelper output) : OperatorConformance(output, OperatorRegistry.Names, 1e-5)
    {
        protected override IEngine Create() => new ManagedEngine(1);
    }

    public sealed class Observation : ObservationConformance
    {
        protected override IEngine Create() => new ManagedEngine(2);
    }

    public sealed class Gradients(ITestOutputHelper output) : GradientConformance(output, StepRegistry.Names)
    {
        protected override ITrainingEngine Create() => new ManagedEngine(1);
    }

    public sealed class Training(ITestOutputHelper output) : TrainingConformance(output)
    {
        protected override ITrainingEngine Create() => new ManagedEngine(2);
    }

    public sealed class Errors : EngineErrorConformance
    {
        protected override ITrainingEngine Create() => new ManagedEngine(1);
    }
}
