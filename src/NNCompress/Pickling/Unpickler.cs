using System.Text;

namespace NNCompress.Pickling;

/// <summary>
/// Reads the part of Python's pickle language (pickletools, protocols 2 to 5) that states of tensors need, and refuses the rest. It has no means to run
/// anything: names on a short list stand for themselves, and calls of those are done here. Memory is bounded by the number of objects; nothing recurs.
/// </summary>
internal sealed class Unpickler
{
    private readonly string path;
    private readonly Func<object?, object> persistent;
    private readonly Func<object?[], object> tensor;
    private readonly PickleReader reader;
    private readonly PickleStack stack;

    /// <param name="content">The pickle.</param>
    /// <param name="path">For messages.</param>
    /// <param name="persistent">Makes an object of a persistent identifier.</param>
    /// <param name="tensor">Makes a tensor of the arguments of <c>_rebuild_tensor_v2</c>.</param>
    public Unpickler(byte[] content, string path, Func<object?, object> persistent, Func<object?[], object> tensor) =>
        (this.path, this.persistent, this.tensor, reader, stack) = (path, persistent, tensor, new PickleReader(content, path), new PickleStack(path));

    /// <returns>null, bool, long, double, string, byte[], object?[] (a tuple), <see cref="PickledList"/>, <see cref="PickledDictionary"/>, or what the two functions give.</returns>
    /// <exception cref="NncException">NNC2175: a name or an opcode that is not on the list. NNC2176: cut off, damaged, or too many objects.</exception>
    public object? Load()
    {
        for (; ; )
        {
            byte opcode = reader.Byte();
            if (opcode == (byte)'.')
                return stack.Only();
            Step(opcode);
        }
    }

    private void Step(byte opcode)
    {
        switch (opcode)
        {
            case 0x80:
                int protocol = reader.Byte();
                if (protocol is < 2 or > 5)
                    throw Damaged($"it has protocol {protocol}, and 2 to 5 are read");
                break;
            case 0x95:
                reader.Take(8);
                break;
            case (byte)'(':
                stack.Mark();
                break;
            case (byte)'N':
                stack.Push(null);
                break;
            case 0x88 or 0x89:
                stack.Push(opcode == 0x88);
                break;
            case (byte)'K':
                stack.Push((long)reader.Byte());
                break;
            case (byte)'M':
                stack.Push((long)reader.UInt16());
                break;
            case (byte)'J':
                stack.Push((long)reader.Int32());
                break;
            case 0x8A:
                stack.Push(reader.Long());
                break;
            case (byte)'G':
                stack.Push(reader.Double());
                break;
            case (byte)'X' or 0x8C or 0x8D:
                stack.Push(Encoding.UTF8.GetString(reader.Counted(opcode == (byte)'X' ? 4 : opcode == 0x8C ? 1 : 8)));
                break;
            case (byte)'T' or (byte)'U':
                stack.Push(Encoding.Latin1.GetString(reader.Counted(opcode == (byte)'T' ? 4 : 1)));
                break;
            case (byte)'B' or (byte)'C' or 0x8E:
                stack.Push(reader.Counted(opcode == (byte)'B' ? 4 : opcode == (byte)'C' ? 1 : 8).ToArray());
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
                stack.Push(new PickledDictionary());
                break;
            case (byte)']':
                stack.Push(new PickledList());
                break;
            case (byte)')':
                stack.Push(Array.Empty<object?>());
                break;
            case (byte)'t':
                stack.Push(stack.SinceMark());
                break;
            case 0x85 or 0x86 or 0x87:
                object?[] tuple = new object?[opcode - 0x84];
                for (int i = tuple.Length - 1; i >= 0; i--)
                    tuple[i] = stack.Pop();
                stack.Push(tuple);
                break;
            case (byte)'a':
                object? item = stack.Pop();
                stack.Top<PickledList>().Add(item);
                break;
            case (byte)'e':
                object?[] items = stack.SinceMark();
                PickledList list = stack.Top<PickledList>();
                foreach (object? one in items)
                    list.Add(one);
                break;
            case (byte)'s':
                object? value = stack.Pop(), key = stack.Pop();
                stack.Top<PickledDictionary>().Add(key, value);
                break;
            case (byte)'u':
                object?[] pairs = stack.SinceMark();
                PickledDictionary dictionary = stack.Top<PickledDictionary>();
                if (pairs.Length % 2 != 0)
                    throw Damaged("a key has no value");
                for (int i = 0; i < pairs.Length; i += 2)
                    dictionary.Add(pairs[i], pairs[i + 1]);
                break;
            case (byte)'q' or (byte)'r':
                stack.Remember(opcode == (byte)'q' ? reader.Byte() : reader.UInt32());
                break;
            case 0x94:
                stack.Remember(stack.Remembered);
                break;
            case (byte)'h' or (byte)'j':
                uint index = opcode == (byte)'h' ? reader.Byte() : reader.UInt32();
                stack.Push(stack.Recall(index));
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
                string module = reader.Line(), name = reader.Line();
                stack.Push(Global(module, name));
                break;
            case 0x93:
                object? second = stack.Pop(), first = stack.Pop();
                stack.Push(first is string from && second is string what ? Global(from, what) : throw Damaged("a name in it is no text"));
                break;
            case (byte)'Q':
                stack.Push(persistent(stack.Pop()));
                break;
            case (byte)'R':
                object? arguments = stack.Pop(), callable = stack.Pop();
                stack.Push(Made(callable as PickledGlobal ?? throw Refused("calls what is no name"), arguments as object?[] ?? throw Damaged("the arguments of a call are no tuple")));
                break;
            case (byte)'b':
                // What state_dict() notes about its modules' versions is all that an ordered dictionary is given besides its pairs.
                object? state = stack.Pop();
                if (stack.Top<PickledDictionary>() is not null && state is not PickledDictionary { Pairs: [{ Key: "_metadata" }] or [] })
                    throw Refused("sets attributes of an object (opcode BUILD)");
                break;
            case (byte)'i':
                throw Refused($"makes an object of '{PickleError.Shown(reader.Line())}.{PickleError.Shown(reader.Line())}' (opcode INST)");
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

    private NncException Damaged(string what) => PickleError.Damaged(path, what);

    private NncException Refused(string what) => PickleError.Refused(path, what);
}
