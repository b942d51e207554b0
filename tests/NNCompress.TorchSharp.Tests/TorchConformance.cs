using NNCompress.Engines;
using NNCompress.Engines.Managed.Training;
using NNCompress.Engines.Training;
using NNCompress.TorchSharp;
using Xunit.Abstractions;

namespace NNCompress.Tests.Conformance;

/// <summary>What every engine must do, on the TorchSharp engine; training also with the memories of host and device apart, as on a CUDA device.</summary>
public static class TorchConformance
{
    // Neighbouring products of torch are summed in another order than the specification's.
    private const double Tolerance = 1e-4;

    private static TorchEngine Engine() => new(new EngineOptions(1));

    public sealed class Operators(ITestOutputHelper output) : OperatorConformance(output, TorchEngine.Operators, Tolerance)
    {
        protected override IEngine Create() => Engine();
    }

    public sealed class Observation : ObservationConformance
    {
        protected override IEngine Create() => Engine();
    }

    public sealed class Gradients(ITestOutputHelper output) : GradientConformance(output, [.. StepRegistry.Names.Intersect(TorchEngine.Operators)])
    {
        protected override ITrainingEngine Create() => Engine();
    }

    public sealed class Training(ITestOutputHelper output) : TrainingConformance(output)
    {
        protected override ITrainingEngine Create() => Engine();
    }

    public sealed class TrainingApart(ITestOutputHelper output) : TrainingConformance(output)
    {
        protected override ITrainingEngine Create() => new TorchEngine(new EngineOptions(1)) { Apart = true };
    }

    public sealed class Errors : EngineErrorConformance
    {
        protected override ITrainingEngine Create() => Engine();
    }
}
