using NNCompress.Compression.Metrics;
using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Plugins;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>
/// Which data judges, which calibrates and which trains. What the search or training saw never judges: the two are given apart, or come from the
/// two halves of a folder, or (but not for training) are two halves drawn by seed.
/// </summary>
public sealed class DataRoles
{
    private DataRoles(Dataset? judge, Dataset? calibration, Dataset? training, IReadOnlyList<DataUse> uses) =>
        (Judge, Calibration, Training, Uses) = (judge, calibration, training, uses);

    /// <summary>Data for the gate, with the labels that the metric needs; null where no data was given to judge with.</summary>
    public Dataset? Judge { get; }

    /// <summary>Data for statistics and the search; null where none was given.</summary>
    public Dataset? Calibration { get; }

    /// <summary>Data to train on, with labels unless the original's answers can stand for them; null where nothing trains.</summary>
    public Dataset? Training { get; }

    /// <summary>For the report.</summary>
    public IReadOnlyList<DataUse> Uses { get; }

    /// <param name="request">Names the data.</param>
    /// <param name="wantsCalibration">False where only judging matters, so that nothing is split off.</param>
    /// <param name="trains">What trains, for messages, such as <c>--fine-tune</c>; null where nothing does.</param>
    /// <param name="input">Shape of the network's input, batch in front, which decides what images become; null where they decide themselves.</param>
    /// <exception cref="NncException">
    /// The data cannot be read (NNC2040–2059, NNC2195–2200). NNC1021: the judging data has no labels. NNC1022: it has too few samples to split.
    /// NNC1053: it is what judges. NNC1065: there is no data to train on. NNC2043: it has no labels. NNC1100: training under a metric of other targets.
    /// </exception>
    public static DataRoles Read(CompressionRequest request, bool wantsCalibration, string? trains = null, IReadOnlyList<int>? input = null)
    {
        ImageOptions images = new(ImageInput.Of(input), () => Parts.ImageReader(request.JpegCodec, PluginFinder.Usual()));
        DataOptions options = request.DataOptions;
        LabelKind labels = request.Metric.Labels();
        if (trains is not null && labels == LabelKind.Values && request.Evaluator.Command is null)
            throw new NncException("NNC1100", request.ModelPath, $"{trains} learns classes, and --metric {request.Metric.Name()} measures other targets: leave one of the two out.");
        // Where a program judges, all data calibrates.
        bool outside = request.Evaluator.Command is not null;
        Dataset? judge = !outside && request.DataPath is { } path ? DatasetReader.Read(path, DataPart.Test, options, labels, images) : null;
        if (judge is not null && !Measure.Fits(request.Metric, judge))
            throw new NncException("NNC1021", request.DataPath, $"the data that judges has no labels, and {(labels == LabelKind.Classes ? "accuracy" : request.Metric.Name())} needs them: give labelled data to --data, or unlabelled data to --calibration-data; or a metric that compares with the original instead: --metric cosine or kl.");
        // Methods that look at labels want classes, whatever judges.
        LabelKind calibrating = request.Method == PruningMethod.Taylor ? LabelKind.Classes : outside ? LabelKind.None : labels;
        Dataset? calibration = null, training = trains is null ? null : ReadTraining(request, judge, trains, images);
        string? note = null;
        if (wantsCalibration)
        {
            if (request.CalibrationDataPath is null && training is not null)
                (calibration, note) = (training, request.TrainDataPath is null ? "the training half of the folder" : null);
            else if ((request.CalibrationDataPath ?? request.TrainDataPath ?? (outside ? request.DataPath : null)) is { } given)
                calibration = DatasetReader.Read(given, DataPart.Train, options, calibrating, images);
            else if (judge is not null && DatasetReader.HoldsBothParts(request.DataPath!))
                (calibration, note) = (DatasetReader.Read(request.DataPath!, DataPart.Train, options, calibrating, images), "the training half of the folder");
            else if (judge is not null)
            {
                if (judge.Count < 2)
                    throw new NncException("NNC1022", request.DataPath, "one sample cannot be split into a half that searches and a half that judges: give more samples, or --calibration-data.");
                (calibration, judge) = judge.Split(request.Seed);
                note = $"half of the data, drawn by seed {request.Seed}; the other half judges";
            }
        }
        List<DataUse> uses = [];
        if (judge is not null)
            uses.Add(new DataUse("judge", judge.Source, judge.Count, judge.Scaling, note?.StartsWith("half", StringComparison.Ordinal) == true ? $"half of the data, drawn by seed {request.Seed}" : null));
        if (calibration is not null)
            uses.Add(new DataUse("calibration", calibration.Source, calibration.Count, calibration.Scaling, note));
        if (training is not null)
            uses.Add(new DataUse("training", training.Source, training.Count, training.Scaling, request.TrainDataPath is null ? "the training half of the folder" : null));
        return new DataRoles(judge, calibration, training, uses);
    }

    /// <summary>The same with other training data, such as a part of it.</summary>
    public DataRoles WithTraining(Dataset training) => new(Judge, Calibration, training, Uses);

    /// <summary>For the report, where a part of the training data is held out.</summary>
    public IReadOnlyList<DataUse> UsesWith(TrainingSet data, TrainingSet? validation, int seed)
    {
        if (validation is null)
            return Uses;
        DataUse all = Uses.Single(u => u.Role == "training");
        return
        [
            .. Uses.Where(u => u != all), all with { Samples = data.Inputs.Count },
            all with { Role = "validation", Samples = validation.Inputs.Count, Note = $"held out of the training data by seed {seed}" },
        ];
    }

    private static Dataset ReadTraining(CompressionRequest request, Dataset? judge, string trains, ImageOptions images)
    {
        string? path = request.TrainDataPath ?? (request.DataPath is not null && DatasetReader.HoldsBothParts(request.DataPath!) ? request.DataPath : null);
        Dataset training = path is null
            ? throw new NncException("NNC1065", request.ModelPath, $"{trains} learns from data that does not judge: give --train-data, or to --data a folder that holds a training half.")
            : DatasetReader.Read(path, DataPart.Train, request.DataOptions, images: images);
        // The judge would know what was learnt by heart.
        if (judge is not null && judge.Source == training.Source)
            throw new NncException("NNC1053", path, $"--data judges what {trains} learns from --train-data, and both are the same: give other data to one of them, or leave --data out.");
        if (training.Labels is not null)
            return training;
        if (!FineTuningStage.Alone(request))
            throw new NncException("NNC2043", path, $"the data has no labels, which {trains} needs: give labels beside the samples (--fine-tune alone can learn from the original's answers).");
        return request.DistilShare is null or 1 ? training
            : throw new NncException("NNC2043", path, FormattableString.Invariant($"the data has no labels, which --distil {request.DistilShare} gives a share of what is learnt: leave out --distil, so that the original's answers alone are learnt, or give labels beside the samples."));
    }
}
