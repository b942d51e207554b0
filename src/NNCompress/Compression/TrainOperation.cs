using NNCompress.Compression.Metrics;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Models.Building;
using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>Trains a network that is built from a specification, or an ONNX model's own graph.</summary>
internal sealed class TrainOperation(RunContext run)
{
    /// <summary>How train trains unless told otherwise.</summary>
    public static readonly TrainingOptions Defaults = new() { Schedule = ScheduleKind.Cosine };

    private readonly CompressionRequest request = run.Request;

    public CompressionResult Run()
    {
        bool specified = Architecture.IsSpecification(request.ModelPath);
        Architecture? architecture = specified ? Architecture.Parse(request.ModelPath) : null;
        if (!specified && !File.Exists(request.ModelPath))
            throw new NncException("NNC2001", request.ModelPath, "the model file does not exist: check the path, or give a specification, which begins with mlp: or conv:.");
        if (request.Reinitialise && specified)
            throw new NncException("NNC1005", null, "--reinitialise has no effect on a specification, whose weights are always drawn: leave it out, or give an .onnx file.");
        TrainingOptions options = request.Training.Over(Defaults, request.Seed);
        TrainOutputs outputs = TrainOutputs.Of(request, specified);
        ModelSource? source = specified ? null : ModelSource.ReadOnnx(request.ModelPath, "train");
        DataRoles roles = DataRoles.Read(request, wantsCalibration: false, "train", architecture is null ? source!.Network.Inputs.FirstOrDefault()?.Shape : architecture.InputShape.Count == 0 ? null : [-1, .. architecture.InputShape]);
        Dataset? judge = roles.Judge;
        (TrainingSet data, TrainingSet? validation) = request.Training.Part(roles.Training!, options);
        Network network = architecture?.Build(request.Seed, data.Inputs.SampleShape) ?? source!.Network;
        if (request.Reinitialise)
            Initialisation.Draw(network, request.Seed);
        List<string> written = [];
        if (outputs.Initial is { } initial)
        {
            // Before training, so that they are there whatever becomes of it.
            OnnxFile.Save(network, initial);
            written.Add(initial);
        }
        if (options is { Resume: true, Checkpoint: { } checkpoint } && !File.Exists(checkpoint))
            run.Reporter.Info($"There is no checkpoint '{checkpoint}' yet: training begins with the first epoch.");
        AccuracyFigure? before = specified || request.Reinitialise || judge is null ? null : Judge(network, judge, "judge original");
        TrainingResult result = new Trainer(run.Engine, run.Reporter).Train(network, data, validation, options, run.Cancellation);
        AccuracyFigure? after = judge is null ? null : Judge(network, judge, "judge trained");
        run.Cancellation.ThrowIfCancellationRequested();
        byte[] bytes = network.ToBytes();
        AtomicFile.Write(outputs.Main, bytes);
        written.Add(outputs.Main);
        return new CompressionResult(run.Finish(new CompressionReport
        {
            Verb = "train",
            Model = request.ModelPath,
            Outputs = written,
            Metric = judge is null ? null : MetricTraits.Name(Metric.Top1),
            Baseline = before,
            Compressed = after,
            Drop = before is not null && after is not null ? before.Accuracy - after.Accuracy : null,
            OriginalBytes = source?.Bytes ?? bytes.Length,
            Parameters = new BeforeAfter(network.ParameterCount, network.ParameterCount),
            Macs = Costs.Macs(network, network),
            Method = "train",
            Data = roles.UsesWith(data, validation, request.Seed),
            Layers = Figures.Layers(network),
            Epochs = result.Epochs,
            KeptEpoch = result.Kept,
        }));
    }

    private AccuracyFigure Judge(Network network, Dataset judge, string stage) =>
        new(Accuracy.Percent(run.Evaluate(network, judge, stage), judge), judge.Count);
}
