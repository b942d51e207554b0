using NNCompress.Compression;
using NNCompress.Data;
using NNCompress.Engines.Training;

namespace NNCompress.Tests.Compression;

public sealed class TrainingSettingsTests
{
    private static readonly Dataset Data = new("numbers", [1], [.. Enumerable.Range(0, 20).Select(i => (float)i)], [.. Enumerable.Range(0, 20)], new Scaling(1, [], []));

    [Fact]
    public void What_is_not_said_is_left_to_the_defaults()
    {
        TrainingOptions defaults = new() { Epochs = 7, LearningRate = 0.5, Schedule = ScheduleKind.Linear, Patience = 2, Checkpoint = "c" };
        Assert.Equal(defaults with { Seed = 3 }, new TrainingSettings().Over(defaults, 3));
        Assert.Equal(defaults with { Seed = 3, Epochs = 8, Patience = 0 }, new TrainingSettings { Epochs = 8, Patience = 0 }.Over(defaults, 3));
    }

    [Fact]
    public void Every_setting_reaches_the_options()
    {
        TrainingSettings settings = new()
        {
            Epochs = 2,
            BatchSize = 3,
            Optimiser = OptimiserKind.Sgd,
            LearningRate = 0.4,
            Schedule = ScheduleKind.Step,
            StepEpochs = 5,
            StepFactor = 0.6,
            FinalRate = 0.7,
            Momentum = 0.8,
            WeightDecay = 0.9,
            L1 = 0.11,
            L2 = 0.12,
            Loss = LossKind.MeanSquaredError,
            Patience = 13,
            MinDelta = 0.14,
            Checkpoint = "c",
            Resume = true,
        };
        TrainingOptions options = settings.Over(new TrainingOptions(), 0), untouched = new();
        foreach (System.Reflection.PropertyInfo setting in typeof(TrainingSettings).GetProperties().Where(p => p.Name != nameof(TrainingSettings.ValidationShare)))
        {
            object? value = typeof(TrainingOptions).GetProperty(setting.Name)!.GetValue(options);
            Assert.Equal(setting.GetValue(settings), value);
            Assert.NotEqual(typeof(TrainingOptions).GetProperty(setting.Name)!.GetValue(untouched), value);
        }
    }

    [Fact]
    public void Validation_is_held_out_by_seed_and_shares_no_sample_with_training()
    {
        (TrainingSet rest, TrainingSet? held) = new TrainingSettings { ValidationShare = 0.25 }.Part(Data, new TrainingOptions { Seed = 1 });
        Assert.Equal((15, 5), (rest.Inputs.Count, held!.Inputs.Count));
        Assert.Equal(Data.Labels!, rest.Inputs.Labels!.Concat(held.Inputs.Labels!).Order());
        Assert.Equal(held.Inputs.Labels!.Select(l => (float)l), held.Inputs.Inputs);
        (_, TrainingSet? other) = new TrainingSettings { ValidationShare = 0.25 }.Part(Data, new TrainingOptions { Seed = 2 });
        Assert.NotEqual(held.Inputs.Labels!, other!.Inputs.Labels!);
    }

    [Fact]
    public void Early_stopping_holds_out_a_tenth_unless_told_otherwise()
    {
        Assert.Null(new TrainingSettings().Part(Data, new TrainingOptions()).Validation);
        Assert.Equal(2, new TrainingSettings().Part(Data, new TrainingOptions { Patience = 1 }).Validation!.Inputs.Count);
    }

    [Theory]
    [InlineData(0.01, "none to validate on")]
    [InlineData(0.99, "none to train on")]
    [InlineData(0.0, "early stopping needs")]
    public void A_share_that_leaves_a_part_empty_is_refused(double share, string why)
    {
        NncException e = Assert.Throws<NncException>(() => new TrainingSettings { ValidationShare = share }.Part(Data, new TrainingOptions { Patience = 1 }));
        Assert.Equal(("NNC1050", 1), (e.Code, e.ExitCode));
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }
}
