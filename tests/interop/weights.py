"""Loads what decode has written with PyTorch itself: python3 weights.py FILE.pt FILE.safetensors, of the same weights. Prints a line and ends with 1 where they differ."""
import json
import struct
import sys

import torch

TYPES = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8, "BOOL": torch.bool}


def safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        numbers = file.read()
    header.pop("__metadata__", None)
    result = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        raw = bytearray(numbers[begin:end])
        result[name] = (torch.frombuffer(raw, dtype=TYPES[entry["dtype"]]) if raw else torch.empty(0, dtype=TYPES[entry["dtype"]])).reshape(entry["shape"])
    return result


state = torch.load(sys.argv[1], weights_only=True)
other = safetensors(sys.argv[2])
wrong = sorted(set(state) ^ set(other)) + [n for n in state if n in other and (state[n].dtype != other[n].dtype or not torch.equal(state[n], other[n]))]
print(f"PyTorch {torch.__version__}: {len(state)} tensors loaded" + (f", {wrong} differ" if wrong else ", the same in both files"))
sys.exit(1 if wrong else 0)
