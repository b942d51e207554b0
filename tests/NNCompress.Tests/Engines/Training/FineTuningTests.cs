using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Tests.Compression;

namespace NNCompress.Tests.Engines.Training;

public class FineTuningTests
{
    private static readonly ManagedEngine Engine = new(1);

    [Fact]
    public void Targets_mix_the_label_with_the_softened_answer()
    {
        Dataset data = SyntheticProblem.Data(20, seed: 3, noise: 1);
        Network teacher = SyntheticProblem.Network();
        float[] targets = Distillation.Targets(Engine, teacher, data, share: 0.75, temperature: 3);
        Predictions scores = Engine.Evaluate(teacher, data);
        for (int i = 0; i < data.Count; i++)
        {
            double[] e = [.. scores.Row(i).ToArray().Select(z => Math.Exp(z / 3.0))];
            for (int c = 0; c < 3; c++)
                Assert.Equal((0.75 * e[c] / e.Sum()) + (data.Labels![i] == c ? 0.25 : 0), targets[(i * 3) + c], 5);
        }
    }

    [Fact]
    public void A_teacher_that_ends_in_probabilities_teaches_what_its_scores_would()
    {
        Dataset data = SyntheticProblem.Data(20, seed: 3, noise: 1);
        float[] scores = Distillation.Targets(Engine, SyntheticProblem.Network(), data, 1, 2), probabilities = Distillation.Targets(Engine, SyntheticProblem.WithSoftmax(), data, 1, 2);
        Assert.All(scores.Zip(probabilities), p => Assert.Equal(p.First, p.Second, 4));
    }

    [Fact]
    public void Labels_must_be_there_and_name_an_output()
    {
        Dataset data = SyntheticProblem.Data(4, seed: 3, noise: 1), beyond = new("beyond", data.SampleShape, data.Inputs, [0, 1, 3, 0], data.Scaling);
        Dataset bare = new("bare", data.SampleShape, data.Inputs, null, data.Scaling);
        Assert.Equal("NNC2043", Assert.Throws<NncException>(() => Distillation.Targets(Engine, SyntheticProblem.Network(), beyond, 0.5)).Code);
        Assert.Equal("NNC2043", Assert.Throws<NncException>(() => Distillation.Targets(Engine, SyntheticProblem.Network(), bare, 0.5)).Code);
        Assert.Equal(Distillation.Targets(Engine, SyntheticProblem.Network(), data, 1), Distillation.Targets(Engine, SyntheticProblem.Network(), bare, 1));
    }

    [Theory]
    [InlineData(LossKind.CrossEntropy)]
    [InlineData(LossKind.MeanSquaredError)]
    public void Without_labels_a_student_comes_nearer_to_its_teacher(LossKind loss)
    {
        Dataset data = SyntheticProblem.Data(200, seed: 3, noise: 1), bare = new("bare", data.SampleShape, data.Inputs, null, data.Scaling);
        Network teacher = SyntheticProblem.Network(), student = teacher.Clone();
        foreach (string name in student.Weights.Select(w => w.Name).ToArray())
            student.Replace(new Tensor(name, student.Constant(name)!.Shape, [.. student.Constant(name)!.Floats!.Select((v, i) => i % 3 == 0 ? 0 : v)]));
        (Network trained, TrainingResult result) = new FineTuning(Engine, new QuietReporter()) { Teacher = teacher }
            .Run(student, bare, bare, FineTuning.Defaults with { Epochs = 20, Loss = loss, LearningRate = 0.01 });
        Assert.True(result.Epochs[^1].ValidationLoss < result.Epochs[0].ValidationLoss);
        Assert.True(Apart(trained) < Apart(student) / 2, $"{Apart(student)} → {Apart(trained)}");

        double Apart(Network network) => Answers(network).Zip(Answers(teacher), (a, b) => Math.Abs(a - b)).Average();

        float[] Answers(Network network) => loss == LossKind.CrossEntropy ? Distillation.Targets(Engine, network, bare, 1) : Engine.Evaluate(network, bare).Scores;
    }

    [Fact]
    public void Blends_join_the_samples_where_a_teacher_is_asked_about_real_numbers()
    {
        Dataset data = SyntheticProblem.Data(50, seed: 3, noise: 1), blended = BlendedSamples.With(data, seed: 4);
        int length = data.SampleLength;
        Assert.Equal((100, data.Source, null), (blended.Count, blended.Source, blended.Labels));
        Assert.Equal(data.Inputs, blended.Inputs[..data.Inputs.Length]);
        Assert.Equal(blended.Inputs, BlendedSamples.With(data, seed: 4).Inputs);
        Assert.NotEqual(blended.Inputs, BlendedSamples.With(data, seed: 5).Inputs);
        foreach (int i in Enumerable.Range(0, 50))
        {
            // Some other sample and one part give all of the blend's values.
            float[] one = data.Inputs[(i * length)..((i + 1) * length)], blend = blended.Inputs[((50 + i) * length)..((51 + i) * length)];
            Assert.Contains(Enumerable.Range(0, 50), j => Off(one, data.Inputs[(j * length)..((j + 1) * length)], blend) < 1e-4);
        }
        Network real = SyntheticProblem.Network();
        Network words = new GraphBuilder().Input("x", -1, 4).Constant("table", [10, 3]).Node("Cast", ["x"], ["i"], ("to", 7)).Node("Gather", ["table", "i"], ["y"]).Output("y").Build();
        Assert.Equal((true, false), (BlendedSamples.Fit(real), BlendedSamples.Fit(words)));

        static double Off(float[] one, float[] other, float[] blend)
        {
            int widest = Enumerable.Range(0, one.Length).MaxBy(k => Math.Abs(one[k] - other[k]));
            float part = one[widest] == other[widest] ? 1 : (blend[widest] - other[widest]) / (one[widest] - other[widest]);
            return part is < -1e-3f or > 1.001f ? 1 : Enumerable.Range(0, one.Length).Max(k => Math.Abs((part * one[k]) + ((1 - part) * other[k]) - blend[k]));
        }
    }

    [Fact]
    public void Training_betters_a_copy_and_the_teacher_has_a_say()
    {
        Dataset data = SyntheticProblem.Data(300, seed: 3, noise: 1);
        Network teacher = SyntheticProblem.Network(), damaged = teacher.Clone();
        Tensor w = damaged.Constant("w1")!;
        damaged.Replace(new Tensor("w1", w.Shape, [.. w.Floats.Select((v, i) => i % 3 == 0 ? v : 0)]));
        byte[] before = damaged.ToBytes();
        TrainingOptions options = FineTuning.Defaults with { Epochs = 5, LearningRate = 1e-2 };
        (Network alone, TrainingResult result) = new FineTuning(Engine, new SilentReporter()).Run(damaged, data, data, options);
        (Network taught, _) = new FineTuning(Engine, new SilentReporter()) { Teacher = teacher }.Run(damaged, data, null, options);
        (Network held, _) = new FineTuning(Engine, new SilentReporter()) { Teacher = teacher, TeacherShare = 0, Hook = WeightMask.OfZeros(damaged) }.Run(damaged, data, null, options);
        Assert.Equal(before, damaged.ToBytes());
        Assert.Equal(5, result.Epochs.Count);
        Assert.True(result.Epochs[^1].Loss < result.Epochs[0].Loss);
        Assert.NotEqual(alone.ToBytes(), taught.ToBytes());
        Assert.All(held.Constant("w1")!.Floats.Select((v, i) => (v, i)), p => Assert.Equal(p.i % 3 != 0, p.v == 0));
    }
}
