"""Trains a residual or a depthwise network on Fashion-MNIST and exports it to ONNX, as a user of PyTorch would.

    python3 train_fashion.py resnet|mobilenet DATA OUTPUT.onnx [EPOCHS]

DATA holds the IDX files of Fashion-MNIST, plain or gzipped. Prints the accuracy on the 10,000 test images, which nothing is chosen by.
"""
import gzip
import os
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def read_idx(folder, name):
    path = os.path.join(folder, name)
    with (open(path, "rb") if os.path.exists(path) else gzip.open(path + ".gz", "rb")) as file:
        content = file.read()
    rank = content[3]
    shape = [int.from_bytes(content[4 + 4 * i:8 + 4 * i], "big") for i in range(rank)]
    return torch.from_numpy(np.frombuffer(content, np.uint8, offset=4 + 4 * rank).reshape(shape).copy())


def conv(inputs, outputs, kernel, stride=1, groups=1):
    """Convolution and batch norm."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs))


class Residual(nn.Module):
    """The basic block of He et al. 2016."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.first = conv(inputs, outputs, 3, stride)
        self.second = conv(outputs, outputs, 3)
        self.short = conv(inputs, outputs, 1, stride) if stride != 1 or inputs != outputs else nn.Identity()

    def forward(self, x):
        return F.relu(self.second(F.relu(self.first(x))) + self.short(x))


class Inverted(nn.Module):
    """The inverted residual of Sandler et al. 2018: expansion, depthwise convolution, projection."""

    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        wide = inputs * expansion
        self.body = nn.Sequential(
            conv(inputs, wide, 1), nn.ReLU6(), conv(wide, wide, 3, stride, wide), nn.ReLU6(), conv(wide, outputs, 1))
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.body(x) if self.adds else self.body(x)


def resnet():
    """Two blocks each of 32, 64 and 128 channels."""
    blocks, inputs = [], 32
    for outputs, stride in [(32, 1), (32, 1), (64, 2), (64, 1), (128, 2), (128, 1)]:
        blocks.append(Residual(inputs, outputs, stride))
        inputs = outputs
    return nn.Sequential(conv(1, 32, 3, 2), nn.ReLU(), *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, 10))


def mobilenet():
    """Nine inverted residuals of 24 to 96 channels, expanded four times."""
    blocks, inputs = [], 24
    for outputs, stride in [(24, 1), (24, 1), (40, 2), (40, 1), (40, 1), (64, 1), (64, 1), (96, 2), (96, 1)]:
        blocks.append(Inverted(inputs, outputs, stride, 4))
        inputs = outputs
    return nn.Sequential(
        conv(1, 24, 3, 2), nn.ReLU6(), *blocks, conv(inputs, 256, 1), nn.ReLU6(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(256, 10))


def main():
    name, folder, output = sys.argv[1:4]
    epochs = int(sys.argv[4]) if len(sys.argv) > 4 else 8
    torch.manual_seed(0)
    model = {"resnet": resnet, "mobilenet": mobilenet}[name]()
    images = read_idx(folder, "train-images-idx3-ubyte").float().div(255).unsqueeze(1)
    labels = read_idx(folder, "train-labels-idx1-ubyte").long()
    batch = 128
    optimiser = torch.optim.AdamW(model.parameters(), 0.002, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 0.004, epochs=epochs, steps_per_epoch=len(images) // batch)
    for epoch in range(epochs):
        model.train()
        order = torch.randperm(len(images))
        total = 0.0
        for step in range(len(images) // batch):
            rows = order[step * batch:(step + 1) * batch]
            x = images[rows]
            mirrored = torch.rand(len(x)) < 0.5
            x[mirrored] = x[mirrored].flip(3)
            loss = F.cross_entropy(model(x), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"{name} epoch {epoch + 1} loss {total / (len(images) // batch):.4f}", flush=True)
    model.eval()
    tests = read_idx(folder, "t10k-images-idx3-ubyte").float().div(255).unsqueeze(1)
    answers = read_idx(folder, "t10k-labels-idx1-ubyte").long()
    with torch.no_grad():
        right = sum((model(tests[i:i + 500]).argmax(1) == answers[i:i + 500]).sum().item() for i in range(0, len(tests), 500))
    print(f"{name}: {sum(p.numel() for p in model.parameters()):,} parameters, {100 * right / len(tests):.2f} % on the test images", flush=True)
    torch.onnx.export(model, tests[:2], output, opset_version=13, input_names=["image"], output_names=["scores"],
                      dynamic_axes={"image": {0: "N"}, "scores": {0: "N"}})


main()
