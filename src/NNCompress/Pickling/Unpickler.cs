using System.Buffers.Binary;
using System.Text;

namespace NNCompress.Pickling;

/// <summary>
/// Reads the part of Python's pickle language (pickletools, protocols 2 to 5) that states of tensors need, and refuses the rest. It has no means to run
/// anything: names on a short list stand for themselves, and calls of those are done here. Memory is bounded by the number of objects; nothing recurs.
/// </summary>
internal sealed class Unpickler
{
    /// <summary>More than any state of tensors has: about 30 a tensor.</summary>
    public const int MostObjects = 1 << 20;

    private readonly byte[] content;
    private readonly string path;
    private readonly Func<object?, object> persistent;
    private readonly Func<object?[], object> tensor;
    private readonly List<object?> stack = [];
    private readonly Stack<int> marks = new();
    private readonly Dictionary<uint, object?> memo = [];
    private int at;
    private int objects;

    /// <param name="content">The pickle.</param>
    /// <param name="path">For messages.</param>
    /// <param name="persistent">Makes an object of a persistent identifier.</param>
    /// <param name="tensor">Makes a tensor of the arguments of <c>_rebuild_tensor_v2</c>.</param>
    public Unpickler(byte[] content, string path, Func<object?, object> persistent, Func<object?[], object> tensor) =>
        (this.content, this.path, this.persistent, this.tensor) = (content, path, persistent, tensor);

    /// <returns>null, bool, long, double, string, byte[], object?[] (a tuple), <see cref="PickledList"/>, <see cref="PickledDictionary"/>, or what the two functions give.</returns>
    /// <exception cref="NncException">NNC2175: a name or an opcode that is not on the list. NNC2176: cut off, damaged, or too many objects.</exception>
    public object? Load()
    {
        for (; ; )
        {
            byte opcode = Take(1)[0];
            if (opcode == (byte)'.')
                return stack.Count == 1 && marks.Count == 0 ? stack[0] : throw Damaged($"{stack.Count} objects are left at its end");
            Step(opcode);
        }
    }

    private void Step(byte opcode)
    {
        switch (opcode)
        {
            case 0x80:
                int protocol = Take(1)[0];
                if (protocol is < 2 or > 5)
                    throw Damaged($"it has protocol {protocol}, and 2 to 5 are read");
                break;
            case 0x95:
                Take(8);
                break;
            case (byte)'(':
                Count();
                marks.Push(stack.Count);
                break;
            case (byte)'N':
                Push(null);
                break;
            case 0x88 or 0x89:
                Push(opcode == 0x88);
                break;
            case (byte)'K':
                Push((long)Take(1)[0]);
                break;
            case (byte)'M':
                Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                break;
            case (byte)'J':
                Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                break;
            case 0x8A:
                Push(Long(Take(Take(1)[0])));
                break;
            case (byte)'G':
                Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                break;
            case (byte)'X' or 0x8C or 0x8D:
                Push(Encoding.UTF8.GetString(Take(Length(opcode == (byte)'X' ? 4 : opcode == 0x8C ? 1 : 8))));
                break;
            case (byte)'T' or (byte)'U':
                Push(Encoding.Latin1.GetString(Take(Length(opcode == (byte)'T' ? 4 : 1))));
                break;
            case (byte)'B' or (byte)'C' or 0x8E:
                Push(Take(Length(opcode == (byte)'B' ? 4 : opcode == (byte)'C' ? 1 : 8)).ToArray());
                break;
            default:
                Structure(opcode);
                break;
        }
    }

    private void Structure(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'}':
                Push(new PickledDictionary());
                break;
            case (byte)']':
                Push(new PickledList());
                break;
            case (byte)')':
                Push(Array.Empty<object?>());
                break;
            case (byte)'t':
                Push(SinceMark());
                break;
            case 0x85 or 0x86 or 0x87:
                object?[] tuple = new object?[opcode - 0x84];
                for (int i = tuple.Length - 1; i >= 0; i--)
                    tuple[i] = Pop();
                Push(tuple);
                break;
            case (byte)'a':
                object? item = Pop();
                Top<PickledList>().Add(item);
                break;
            case (byte)'e':
                object?[] items = SinceMark();
                PickledList list = Top<PickledList>();
                foreach (object? one in items)
                    list.Add(one);
                break;
            case (byte)'s':
                object? value = Pop(), key = Pop();
                Top<PickledDictionary>().Add(key, value);
                break;
            case (byte)'u':
                object?[] pairs = SinceMark();
                PickledDictionary dictionary = Top<PickledDictionary>();
                if (pairs.Length % 2 != 0)
                    throw Damaged("a key has no value");
                for (int i = 0; i < pairs.Length; i += 2)
                    dictionary.Add(pairs[i], pairs[i + 1]);
                break;
            case (byte)'q' or (byte)'r':
                Remember(opcode == (byte)'q' ? Take(1)[0] : BinaryPrimitives.ReadUInt32LittleEndian(Take(4)));
                break;
            case 0x94:
                Remember((uint)memo.Count);
                break;
            case (byte)'h' or (byte)'j':
                uint index = opcode == (byte)'h' ? Take(1)[0] : BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                Push(memo.TryGetValue(index, out object? known) ? known : throw Damaged($"it asks for object {index}, which it has not told of"));
                break;
            default:
                Call(opcode);
                break;
        }
    }

    private void Call(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'c':
                string module = Line(), name = Line();
                Push(Global(module, name));
                break;
            case 0x93:
                object? second = Pop(), first = Pop();
                Push(first is string from && second is string what ? Global(from, what) : throw Damaged("a name in it is no text"));
                break;
            case (byte)'Q':
                Push(persistent(Pop()));
                break;
            case (byte)'R':
                object? arguments = Pop(), callable = Pop();
                Push(Made(callable as PickledGlobal ?? throw Refused("calls what is no name"), arguments as object?[] ?? throw Damaged("the arguments of a call are no tuple")));
                break;
            case (byte)'b':
                // What state_dict() notes about its modules' versions is all that an ordered dictionary is given besides its pairs.
                object? state = Pop();
                if (Top<PickledDictionary>() is not null && state is not PickledDictionary { Pairs: [{ Key: "_metadata" }] or [] })
                    throw Refused("sets attributes of an object (opcode BUILD)");
                break;
            case (byte)'i':
                throw Refused($"makes an object of '{PickleError.Shown(Line())}.{PickleError.Shown(Line())}' (opcode INST)");
            default:
                throw Refused($"has the opcode {NameOf(opcode)}");
        }
    }

    private object Made(PickledGlobal callable, object?[] arguments)
    {
        if (callable == PickledGlobal.OrderedDict && arguments.Length == 0)
            return new PickledDictionary();
        if (callable == PickledGlobal.RebuildTensor)
            return tensor(arguments);
        if (callable == PickledGlobal.RebuildParameter && arguments is [TorchTensor parameter, ..])
            return parameter;
        if (callable == PickledGlobal.Size && arguments is [object?[] size])
            return size;
        throw Refused($"calls '{callable}' with {arguments.Length} arguments");
    }

    private PickledGlobal Global(string module, string name) => PickledGlobal.Allowed(module, name) ?? throw Refused($"asks for '{PickleError.Shown($"{module}.{name}")}'");

    private static string NameOf(byte opcode) => opcode switch
    {
        (byte)'o' => "OBJ",
        0x81 => "NEWOBJ",
        0x92 => "NEWOBJ_EX",
        0x82 => "EXT1",
        0x83 => "EXT2",
        0x84 => "EXT4",
        (byte)'P' => "PERSID",
        _ => $"0x{opcode:X2}",
    };

    private void Push(object? value)
    {
        Count();
        stack.Add(value);
    }

    private void Count()
    {
        if (++objects > MostObjects)
            throw Damaged($"it has more than {MostObjects} objects");
    }

    private object? Pop()
    {
        if (stack.Count <= (marks.Count > 0 ? marks.Peek() : 0))
            throw Damaged("an object that it uses is missing");
        object? top = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    private T Top<T>()
        where T : class
    {
        if (stack.Count <= (marks.Count > 0 ? marks.Peek() : 0))
            throw Damaged("an object that it uses is missing");
        return stack[^1] as T ?? throw Damaged("it puts items into what is no container");
    }

    private object?[] SinceMark()
    {
        if (marks.Count == 0)
            throw Damaged("the beginning of a container is missing");
        int mark = marks.Pop();
        object?[] items = [.. stack[mark..]];
        stack.RemoveRange(mark, stack.Count - mark);
        return items;
    }

    private void Remember(uint index)
    {
        Count();
        memo[index] = stack.Count > 0 ? stack[^1] : throw Damaged("an object that it uses is missing");
    }

    private static object Long(ReadOnlySpan<byte> bytes)
    {
        // Longer ones are seeds and the like, and nothing here counts by them.
        if (bytes.Length > sizeof(long))
            return double.NaN;
        long value = bytes.Length > 0 && (sbyte)bytes[^1] < 0 ? -1 : 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
    }

    private int Length(int width)
    {
        ReadOnlySpan<byte> bytes = Take(width);
        ulong length = width == 1 ? bytes[0] : width == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return length <= (ulong)(content.Length - at) ? (int)length : throw Cut();
    }

    private string Line()
    {
        int length = content.AsSpan(at).IndexOf((byte)'\n');
        string line = Encoding.UTF8.GetString(Take(length < 0 ? int.MaxValue : length));
        at++;
        return line;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > content.Length - at)
            throw Cut();
        ReadOnlySpan<byte> taken = content.AsSpan(at, count);
        at += count;
        return taken;
    }

    private NncException Cut() => Damaged($"it ends after {content.Length} bytes, inside an object");

    private NncException Damaged(string what) => PickleError.Damaged(path, what);

    private NncException Refused(string what) => PickleError.Refused(path, what);
}
