using NNCompress.Models.Weights;
using NNCompress.Tests.Models.Weights;

namespace NNCompress.Tests.Pickling;

/// <summary>Pickles that would run something, or exhaust their reader: one error, nothing executed, memory bounded.</summary>
public sealed class MaliciousPickleTests : IDisposable
{
    private readonly WeightFiles files = new();

    public void Dispose() => files.Dispose();

    public static TheoryData<string, byte[], string> Attacks => new()
    {
        { "GLOBAL and REDUCE", TorchBytes.Pickle("cos\nsystem\n", "\"touch executed", "\u0085R."), "asks for 'os.system'" },
        { "__reduce__ in a state", TorchBytes.Pickle("}", "\"w", "cposix\nsystem\n(", "\"touch executed", "tRs."), "asks for 'posix.system'" },
        { "STACK_GLOBAL", TorchBytes.Pickle("\"builtins", "\"eval", "\u0093", "\"1", "\u0085R."), "asks for 'builtins.eval'" },
        { "STACK_GLOBAL of short texts", TorchBytes.Pickle("\u008c\u0002os\u008c\u0006system\u0093\u008c\u0002ls\u0085R."), "asks for 'os.system'" },
        { "INST", TorchBytes.Pickle("(", "\"touch executed", "ios\nsystem\n."), "'os.system' (opcode INST)" },
        { "OBJ", TorchBytes.Pickle("(ccollections\nOrderedDict\n", "\"x", "o."), "OBJ" },
        { "NEWOBJ", TorchBytes.Pickle("ccollections\nOrderedDict\n)\u0081."), "NEWOBJ" },
        { "NEWOBJ_EX", TorchBytes.Pickle("ccollections\nOrderedDict\n)}\u0092."), "NEWOBJ_EX" },
        { "EXT1", TorchBytes.Pickle("\u0082\u0001."), "EXT1" },
        { "EXT2", TorchBytes.Pickle("\u0083\u0001\u0001."), "EXT2" },
        { "EXT4", TorchBytes.Pickle("\u0084\u0001\u0001\u0001\u0001."), "EXT4" },
        { "PERSID", TorchBytes.Pickle("Psomething\n."), "PERSID" },
        { "BUILD with other attributes", TorchBytes.Pickle("ccollections\nOrderedDict\n)R}", "\"__reduce__", "\"x", "sb."), "sets attributes" },
        { "BUILD with attributes beside the metadata", TorchBytes.Pickle("}}", "\"_metadata", "}s", "\"__class__", "\"x", "sb."), "sets attributes" },
        { "a class of torch", TorchBytes.Pickle("ctorch.hub\nload\n", "\"x", "\u0085R."), "asks for 'torch.hub.load'" },
        { "a name with dots", TorchBytes.Pickle("ctorch\nStorage.__reduce__\n)R."), "asks for 'torch.Storage.__reduce__'" },
        { "a storage that is called", TorchBytes.Pickle("ctorch\nFloatStorage\n)R."), "calls 'torch.FloatStorage'" },
        { "a dictionary made of something", TorchBytes.Pickle("ccollections\nOrderedDict\n", "\"x", "\u0085R."), "calls 'collections.OrderedDict' with 1 arguments" },
        { "a text that is called", TorchBytes.Pickle("\"os.system", ")R."), "calls what is no name" },
        { "a stored object of another kind", TorchBytes.Pickle("\"module", "\u0085Q."), "no storage of numbers" },
        { "the text of a name over lines", TorchBytes.Pickle("cos\u001b[2J\nsystem\n)R."), "asks for 'os?[2J.system'" },
        { "an opcode of protocol 0", TorchBytes.Pickle("S'x'\n."), "0x53" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Nothing_is_executed(string name, byte[] pickle, string says)
    {
        NncException failure = WeightFiles.Fails(files.Write("attack.pt", TorchBytes.Archive(pickle)), WeightFormat.PyTorch);
        Assert.True(failure.Code == "NNC2175", $"{name}: {failure.Message}");
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Contains("safetensors", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists("executed"));
    }

    public static TheoryData<string, byte[]> Damages => new()
    {
        { "nothing", [] },
        { "no end", TorchBytes.Pickle("}") },
        { "nothing on the stack", TorchBytes.Pickle(".") },
        { "two objects", TorchBytes.Pickle("}}.") },
        { "an open mark", TorchBytes.Pickle("(}.") },
        { "a mark that is missing", TorchBytes.Pickle("t.") },
        { "items across a mark", TorchBytes.Pickle("}(s.") },
        { "a key without a value", TorchBytes.Pickle("}(", "\"x", "u.") },
        { "items for a number", TorchBytes.Pickle(1, "(Nu.") },
        { "a memory of nothing", TorchBytes.Pickle("q\u0001.") },
        { "an object never told of", TorchBytes.Pickle("h\u0001.") },
        { "an object told of far away", TorchBytes.Pickle("jÿÿÿÿ.") },
        { "a text longer than the file", TorchBytes.Pickle("Xÿÿÿ\u007f.") },
        { "a text longer than memory", TorchBytes.Pickle("\u008dÿÿÿÿÿÿÿ\u007f.") },
        { "bytes longer than memory", TorchBytes.Pickle("Bÿÿÿÿ.") },
        { "a name without an end", TorchBytes.Pickle("cos") },
        { "a name that is a number", TorchBytes.Pickle("KaKb\u0093.") },
        { "arguments that are no tuple", TorchBytes.Pickle("ccollections\nOrderedDict\n]R.") },
        { "protocol 9", [0x80, 9, (byte)'N', (byte)'.'] },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_pickle_is_refused(string name, byte[] pickle)
    {
        NncException failure = WeightFiles.Fails(files.Write("damaged.pt", TorchBytes.Archive(pickle)), WeightFormat.PyTorch, 1 << 18);
        Assert.True(failure.Code == "NNC2176", $"{name}: {failure.Code} {failure.Message}");
    }

    public static TheoryData<string, byte[], string, long> Bombs => new()
    {
        // A million times ten levels of the same lists: shared, not copied.
        { "lists of lists of lists", TorchBytes.Pickle([.. Enumerable.Range(0, 200).Select(i => "]q\u0001(" + string.Concat(Enumerable.Repeat("h\u0001", 100)) + "e"), "\u0085."]), "NNC2176", 8 << 20 },
        { "nested tuples", TorchBytes.Pickle(")" + new string('\u0085', 1_000_000) + "."), "NNC2177", 160 << 20 },
        { "nested lists", TorchBytes.Pickle(new string(']', 900_000) + new string('a', 899_999) + "."), "NNC2177", 260 << 20 },
        { "too many objects", TorchBytes.Pickle("]" + new string('N', 2_000_000)), "NNC2176", 80 << 20 },
        { "too many marks", TorchBytes.Pickle(new string('(', 2_000_000)), "NNC2176", 80 << 20 },
        { "too much to remember", TorchBytes.Pickle("N" + new string('\u0094', 2_000_000)), "NNC2176", 200 << 20 },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Memory_stays_bounded(string name, byte[] pickle, string code, long most)
    {
        NncException failure = WeightFiles.Fails(files.Write("bomb.pt", TorchBytes.Archive(pickle)), WeightFormat.PyTorch, most);
        Assert.True(failure.Code == code, $"{name}: {failure.Code} {failure.Message}");
    }

    public static TheoryData<string, byte[], string, string> Tensors => new()
    {
        { "more numbers than the storage", TorchBytes.Tensor(4, 0, [5], [1]), "NNC2178", "does not fit its storage of 4" },
        { "a beginning past the end", TorchBytes.Tensor(4, 5, [0], [1]), "NNC2178", "does not fit" },
        { "a beginning before the first", TorchBytes.Tensor(4, -1, [1], [1]), "NNC2178", "does not fit" },
        { "strides past the end", TorchBytes.Tensor(4, 0, [2, 2], [3, 1]), "NNC2178", "does not fit" },
        { "strides backwards", TorchBytes.Tensor(4, 3, [4], [-1]), "NNC2178", "not one that can be read" },
        { "a great stride", TorchBytes.Tensor(4, 0, [2], [long.MaxValue]), "NNC2178", "not one that can be read" },
        { "more than a tensor can have", TorchBytes.Tensor(4, 0, [2_000_000_000, 2_000_000_000], [0, 0]), "NNC2178", "not one that can be read" },
        { "one number over and over", TorchBytes.Tensor(4, 0, [2_000_000_000], [0]), "NNC2178", "contiguous()" },
        { "no sizes", TorchBytes.Tensor(4, 0, ["N"], [1]), "NNC2178", "not that of torch.save" },
        { "a storage of another length", TorchBytes.Tensor(5, 0, [5], [1]), "NNC2178", "said to have 5 numbers" },
        { "a storage of great length", TorchBytes.Tensor(long.MaxValue, 0, [5], [1]), "NNC2178", "said to have" },
        { "another type", TorchBytes.Tensor(4, 0, [4], [1], "DoubleStorage"), "NNC2178", "numbers of 8 bytes" },
        { "complex numbers", TorchBytes.Tensor(2, 0, [2], [1], "ComplexFloatStorage"), "NNC2175", "ComplexFloatStorage" },
    };

    [Theory]
    [MemberData(nameof(Tensors))]
    public void A_tensor_that_does_not_fit_is_refused(string name, byte[] pickle, string code, string says)
    {
        NncException failure = WeightFiles.Fails(files.Write("tensor.pt", TorchBytes.Archive(pickle, new byte[16])), WeightFormat.PyTorch);
        Assert.True(failure.Code == code && failure.Message.Contains(says, StringComparison.Ordinal), $"{name}: {failure.Code} {failure.Message}");
    }

    [Fact]
    public void Many_views_of_one_storage_are_refused()
    {
        byte[] one = TorchBytes.Tensor(1000, 0, [1000], [1])[3..^2];
        byte[] pickle = [0x80, 2, (byte)'}', .. Enumerable.Range(0, 100).SelectMany(_ => one.Append((byte)'s')), (byte)'.'];
        NncException failure = WeightFiles.Fails(files.Write("views.pt", TorchBytes.Archive(pickle, new byte[4000])), WeightFormat.PyTorch);
        Assert.Equal("NNC2178", failure.Code);
        Assert.Contains("over and over", failure.Message, StringComparison.Ordinal);
    }
}
