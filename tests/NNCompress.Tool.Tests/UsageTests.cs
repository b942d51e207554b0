namespace NNCompress.Tool.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("NNC1001", "Did you mean 'compress'?", "compres", "m.onnx")]
    [InlineData("NNC1001", "Verbs are compress, prune", "squash", "m.onnx")]
    [InlineData("NNC1001", "Did you mean '--ratio'?", "prune", "m.onnx", "--rato", "0.5")]
    [InlineData("NNC1001", "--help lists them", "prune", "m.onnx", "--xyzzyplugh")]
    [InlineData("NNC1001", "It belongs to compress, encode", "prune", "m.onnx", "--jpeg=20")]
    [InlineData("NNC1001", "takes one model", "inspect", "a.onnx", "b.onnx")]
    [InlineData("NNC1001", "Give a verb first", "--data", "x")]
    [InlineData("NNC1002", "from 0 to below 1", "prune", "m.onnx", "--ratio", "1")]
    [InlineData("NNC1002", "from 0 to below 1", "prune", "m.onnx", "--ratio", "-0.1")]
    [InlineData("NNC1002", "with a point", "prune", "m.onnx", "--ratio", "0,5")]
    [InlineData("NNC1002", "with a point", "prune", "m.onnx", "--ratio", "NaN")]
    [InlineData("NNC1002", "from 0 to 100", "encode", "m.onnx", "--data", "d", "--accuracy-budget", "101")]
    [InlineData("NNC1002", "from 0 to 100", "encode", "m.onnx", "--data", "d", "--accuracy-budget", "101", "--metric", "cosine")]
    [InlineData("NNC1002", "top1, top5, mse, mae, r2, cosine, kl", "encode", "m.onnx", "--data", "d", "--metric", "f1")]
    [InlineData("NNC1002", "give a command", "evaluate", "m.onnx", "--evaluator", " ")]
    [InlineData("NNC1002", "above 0", "evaluate", "m.onnx", "--evaluator", "x {model}", "--evaluator-timeout", "0")]
    [InlineData("NNC1005", "without --evaluator", "compress", "m.onnx", "--data", "d", "--evaluator-timeout", "5")]
    [InlineData("NNC1005", "no use for --data", "evaluate", "m.onnx", "--data", "d", "--evaluator", "x {model}")]
    [InlineData("NNC1005", "no use for --metric", "evaluate", "m.onnx", "--metric", "kl", "--evaluator", "x {model}")]
    [InlineData("NNC1002", "from 1 to 100", "encode", "m.onnx", "--jpeg", "0")]
    [InlineData("NNC1002", "from 1 to 100", "encode", "m.onnx", "--jpeg", "101")]
    [InlineData("NNC1002", "from 1 to 100", "encode", "m.onnx", "--jpeg=high")]
    [InlineData("NNC1002", "for example 28x28", "encode", "m.onnx", "--matrix", "28")]
    [InlineData("NNC1002", "for example 28x28", "encode", "m.onnx", "--matrix", "0x28")]
    [InlineData("NNC1002", "for example 28x28", "encode", "m.onnx", "--matrix", "28x70000")]
    [InlineData("NNC1002", "above 0", "encode", "m.onnx", "--step", "0")]
    [InlineData("NNC1002", "above 0", "evaluate", "m.onnx", "--data", "d", "--scale", "0")]
    [InlineData("NNC1002", "above 0", "evaluate", "m.onnx", "--data", "d", "--std", "0.5,0")]
    [InlineData("NNC1002", "give a number", "evaluate", "m.onnx", "--data", "d", "--mean", "0.5,")]
    [InlineData("NNC1002", "did you mean 'random'", "prune", "m.onnx", "--method", "tandom")]
    [InlineData("NNC1002", "l2, l1, bias", "prune", "m.onnx", "--method", "magnitude", "--norm", "max")]
    [InlineData("NNC1002", "whole number", "prune", "m.onnx", "--epochs", "0")]
    [InlineData("NNC1002", "whole number", "prune", "m.onnx", "--batch-size", "0")]
    [InlineData("NNC1002", "sgd, adam, adamw", "prune", "m.onnx", "--optimiser", "rmsprop")]
    [InlineData("NNC1002", "above 0", "prune", "m.onnx", "--learning-rate", "0")]
    [InlineData("NNC1002", "constant, step, cosine, linear", "prune", "m.onnx", "--schedule", "warm")]
    [InlineData("NNC1002", "whole number", "prune", "m.onnx", "--schedule-epochs", "0")]
    [InlineData("NNC1002", "above 0", "prune", "m.onnx", "--schedule-factor", "0")]
    [InlineData("NNC1002", "from 0 to", "prune", "m.onnx", "--final-rate", "-1")]
    [InlineData("NNC1002", "from 0 to below 1", "prune", "m.onnx", "--momentum", "1")]
    [InlineData("NNC1002", "from 0 to", "prune", "m.onnx", "--weight-decay", "-1")]
    [InlineData("NNC1002", "from 0 to", "prune", "m.onnx", "--l1", "-1")]
    [InlineData("NNC1002", "with a point", "prune", "m.onnx", "--l2", "NaN")]
    [InlineData("NNC1002", "cross-entropy, mean-squared-error", "prune", "m.onnx", "--loss", "hinge")]
    [InlineData("NNC1002", "whole number", "prune", "m.onnx", "--patience", "-1")]
    [InlineData("NNC1002", "from 0 to 100", "prune", "m.onnx", "--min-delta", "-1")]
    [InlineData("NNC1002", "from 0 to below 1", "prune", "m.onnx", "--validation-share", "1")]
    [InlineData("NNC1002", "console, msbuild", "inspect", "m.onnx", "--log-format", "xml")]
    [InlineData("NNC1002", "whole number", "prune", "m.onnx", "--seed", "1.5")]
    [InlineData("NNC1002", "whole number", "prune", "m.onnx", "--threads", "-1")]
    [InlineData("NNC1002", "whole number", "prune", "m.onnx", "--seed", "99999999999")]
    [InlineData("NNC1002", "C# namespace", "encode", "m.onnx", "--shim", "s", "--namespace", "a..b")]
    [InlineData("NNC1002", "C# class name", "encode", "m.onnx", "--shim", "s", "--class-name", "1st")]
    [InlineData("NNC1002", "give a path", "encode", "m.onnx", "--output", "")]
    [InlineData("NNC1003", "give one of compress, prune")]
    [InlineData("NNC1003", "needs a model", "compress")]
    [InlineData("NNC1003", "--data needs a value", "compress", "m.onnx", "--data")]
    [InlineData("NNC1003", "is followed by '--seed'", "compress", "m.onnx", "--data", "--seed", "3")]
    [InlineData("NNC1003", "evaluate needs --data", "evaluate", "m.onnx")]
    [InlineData("NNC1003", "--accuracy-budget needs --data", "encode", "m.onnx", "--accuracy-budget", "1")]
    [InlineData("NNC1002", "after, before", "prune", "m.onnx", "--method", "l1", "--gate-position", "beside")]
    [InlineData("NNC1002", "from 0 to", "prune", "m.onnx", "--method", "l1", "--lambda", "-1")]
    [InlineData("NNC1002", "separated by commas", "prune", "m.onnx", "--method", "l1", "--layer-lambda", "conv1")]
    [InlineData("NNC1002", "stands there twice", "prune", "m.onnx", "--method", "l1", "--layer-lambda", "a=1,a=2")]
    [InlineData("NNC1002", "from 0 to", "prune", "m.onnx", "--method", "l1", "--layer-lambda", "a=-1")]
    [InlineData("NNC1002", "from 0 to below 1", "prune", "m.onnx", "--method", "l1", "--snap", "1")]
    [InlineData("NNC1002", "whole number", "prune", "m.onnx", "--method", "l1", "--push-pull", "0")]
    [InlineData("NNC1002", "true or false", "prune", "m.onnx", "--method", "l1", "--unit-norm=maybe")]
    [InlineData("NNC1002", "from -10 to 10", "prune", "m.onnx", "--method", "l0", "--log-alpha", "11")]
    [InlineData("NNC1002", "START:END", "prune", "m.onnx", "--method", "l0", "--temperature", "0.5")]
    [InlineData("NNC1002", "from 0.001", "prune", "m.onnx", "--method", "l0", "--temperature", "0.5:0")]
    [InlineData("NNC1005", "without --method l1 or --method l0", "prune", "m.onnx", "--lambda", "1")]
    [InlineData("NNC1005", "without --method l1", "prune", "m.onnx", "--method", "l0", "--snap", "0.1")]
    [InlineData("NNC1005", "without --method l0", "prune", "m.onnx", "--method", "l1", "--log-alpha", "1")]
    [InlineData("NNC1005", "without training", "prune", "m.onnx", "--method", "taylor", "--epochs", "3")]
    [InlineData("NNC1001", "'n.onnx' is a second argument", "sweep", "m.onnx", "n.onnx", "--data", "d")]
    [InlineData("NNC1002", "FROM..TO:STEP", "sweep", "m.onnx", "--data", "d", "--ratios", "0.1..0.9")]
    [InlineData("NNC1002", "goes up", "sweep", "m.onnx", "--data", "d", "--ratios", "0.9..0.1:0.1")]
    [InlineData("NNC1002", "goes up", "sweep", "m.onnx", "--data", "d", "--ratios", "0.1..0.9:0")]
    [InlineData("NNC1002", "more than 1000 values", "sweep", "m.onnx", "--data", "d", "--budgets", "0..100:0.01")]
    [InlineData("NNC1002", "FROM..TO:STEP", "sweep", "m.onnx", "--data", "d", "--budgets", "0..1e20:1e19")]
    [InlineData("NNC1002", "below 1", "sweep", "m.onnx", "--data", "d", "--ratios", "0.5,1")]
    [InlineData("NNC1002", "stands there twice", "sweep", "m.onnx", "--data", "d", "--ratios", "0.5,0.1..0.9:0.1")]
    [InlineData("NNC1002", "whole number", "sweep", "m.onnx", "--data", "d", "--qualities", "20,30.5")]
    [InlineData("NNC1002", "valid values are auto", "sweep", "m.onnx", "--data", "d", "--methods", "magnitude,best")]
    [InlineData("NNC1002", "I/N", "sweep", "m.onnx", "--data", "d", "--json", "j", "--shard", "4/3")]
    [InlineData("NNC1002", "I/N", "sweep", "m.onnx", "--data", "d", "--json", "j", "--shard", "0/3")]
    [InlineData("NNC1003", "sweep needs --data", "sweep", "m.onnx")]
    [InlineData("NNC1003", "sweep needs a model", "sweep")]
    [InlineData("NNC1003", "needs the parts", "sweep", "merge")]
    [InlineData("NNC1005", "no use for --ratios", "sweep", "merge", "a.json", "--ratios", "0.5")]
    [InlineData("NNC1005", "--method and --methods", "sweep", "m.onnx", "--data", "d", "--method", "apoz", "--methods", "magnitude")]
    [InlineData("NNC1005", "without --budgets", "sweep", "m.onnx", "--data", "d", "--trial-cache", "c")]
    [InlineData("NNC1005", "without --qualities or --budgets", "sweep", "m.onnx", "--data", "d", "--matrix", "28x28")]
    [InlineData("NNC1005", "--quiet and --verbose", "inspect", "m.onnx", "-q", "-v")]
    [InlineData("NNC1005", "excludes --ratio", "prune", "m.onnx", "--replay", "p.json", "--ratio", "0.5")]
    [InlineData("NNC1005", "without --method activation", "prune", "m.onnx", "--mean-threshold", "0.1")]
    [InlineData("NNC1005", "without --method magnitude", "prune", "m.onnx", "--threshold", "0.1")]
    [InlineData("NNC1005", "without training", "prune", "m.onnx", "--epochs", "3")]
    [InlineData("NNC1005", "without --checkpoint", "train", "mlp:4-2", "--resume")]
    [InlineData("NNC1005", "without --schedule step", "train", "mlp:4-2", "--schedule-epochs", "3")]
    [InlineData("NNC1005", "without --schedule step", "train", "mlp:4-2", "--schedule", "cosine", "--schedule-factor", "0.3")]
    [InlineData("NNC1005", "without --optimiser sgd", "train", "mlp:4-2", "--momentum", "0.3")]
    [InlineData("NNC1005", "without --patience", "train", "mlp:4-2", "--min-delta", "0.3")]
    [InlineData("NNC1005", "on a specification", "train", "mlp:4-2", "--reinitialise", "--train-data", "d")]
    [InlineData("NNC1051", "'x' at character 7", "train", "mlp:4-x", "--train-data", "d")]
    [InlineData("NNC1052", "parameters", "train", "mlp:100000-10000-2", "--train-data", "d")]
    [InlineData("NNC1065", "give --train-data", "train", "mlp:4-2")]
    [InlineData("NNC1005", "without --method lottery", "prune", "m.onnx", "--rounds", "3")]
    [InlineData("NNC1002", "initial, early, none", "prune", "m.onnx", "--rewind", "late")]
    [InlineData("NNC1002", "neuron, weight", "prune", "m.onnx", "--granularity", "layer")]
    [InlineData("NNC1002", "taylor", "prune", "m.onnx", "--rank", "size")]
    [InlineData("NNC1002", "whole number", "prune", "m.onnx", "--rounds", "0")]
    [InlineData("NNC1002", "whole number", "prune", "m.onnx", "--round-epochs", "0")]
    [InlineData("NNC1002", "whole number", "prune", "m.onnx", "--rewind-step", "-1")]
    [InlineData("NNC1002", "whole number", "prune", "m.onnx", "--fine-tune", "-1")]
    [InlineData("NNC1002", "from 0 to 1", "prune", "m.onnx", "--distil", "1.5")]
    [InlineData("NNC1005", "without --shim", "encode", "m.onnx", "--namespace", "A.B")]
    [InlineData("NNC1005", "without --baseline", "encode", "m.onnx", "--max-growth", "5")]
    [InlineData("NNC1005", "without --baseline", "compress", "m.onnx", "--data", "d", "--max-fall", "5")]
    [InlineData("NNC1005", "given twice", "inspect", "m.onnx", "--json", "a", "--json", "b")]
    [InlineData("NNC1006", "one argument a line", "inspect", "@no-such-file.rsp")]
    public void A_wrong_command_line_is_one_error_with_its_code_and_the_remedy(string code, string remedy, params string[] arguments)
    {
        ToolRun run = ToolRun.Of(arguments);

        Assert.Equal(1, run.Exit);
        Assert.Empty(run.Out);
        string line = Assert.Single(run.ErrorLines);
        Assert.StartsWith($"error {code}: ", line, StringComparison.Ordinal);
        Assert.Contains(remedy, line, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_come_from_a_response_file()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "prune\nmy model.onnx\n--ratio\n2\n");
        try
        {
            ToolRun run = ToolRun.Of($"@{path}");
            Assert.Contains("NNC1002: --ratio '2'", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Usage_errors_are_canonical_for_msbuild()
    {
        ToolRun run = ToolRun.Of("prune", "m.onnx", "--ratio", "2", "--log-format", "msbuild");
        Assert.Equal("dotnet-nncompress : error NNC1002: --ratio '2': give a number from 0 to below 1.", Assert.Single(run.ErrorLines));
    }
}
