"""Exports the zoo's networks with random weights: python3 export.py FOLDER [NAME...]

Prints a line for each network: its name and the shape of one input, which NAME.onnx in FOLDER takes. Needs PyTorch and torchvision.
What fresh networks have at neutral values (scales and shifts of norms, scales near zero, heads of zeros) is drawn anew, and the statistics of batch norms are those
of noise that went through, not quite: an error anywhere must show at the outputs.
"""
import os
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F
import torchvision.models as models


class Twice(nn.Module):
    """Two convolutions, the first normalised by groups and the second by the batch."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.first = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.groups = nn.GroupNorm(4, outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.batch = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return F.relu(self.batch(self.second(F.silu(self.groups(self.first(x))))))


class UNet(nn.Module):
    """The network of Ronneberger et al. 2015, smaller; goes up by a transposed convolution, then by interpolation."""

    def __init__(self):
        super().__init__()
        self.down1, self.down2, self.middle = Twice(3, 32), Twice(32, 64), Twice(64, 128)
        self.up = nn.ConvTranspose2d(128, 64, 2, 2)
        self.up2, self.up1 = Twice(128, 64), Twice(96, 32)
        self.output = nn.Conv2d(32, 2, 1)

    def forward(self, x):
        a = self.down1(x)
        b = self.down2(F.max_pool2d(a, 2))
        c = self.up2(torch.cat([b, self.up(self.middle(F.max_pool2d(b, 2)))], 1))
        return self.output(self.up1(torch.cat([a, F.interpolate(c, scale_factor=2, mode="bilinear", align_corners=False)], 1)))


class Text(nn.Module):
    """Classifies sequences of 32 tokens: embeddings, two encoder layers with attention, the mean of what is no padding."""

    def __init__(self, width=128):
        super().__init__()
        self.words, self.places = nn.Embedding(2000, width, padding_idx=0), nn.Embedding(64, width)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(width, 4, 4 * width, batch_first=True, activation="gelu") for _ in range(2))
        self.output = nn.Linear(width, 5)

    def forward(self, tokens):
        padding = tokens == 0
        x = self.words(tokens) + self.places(torch.arange(tokens.shape[1], device=tokens.device))[None]
        for layer in self.layers:
            x = layer(x, src_key_padding_mask=padding)
        kept = (~padding).unsqueeze(-1).float()
        return self.output((x * kept).sum(1) / kept.sum(1).clamp(min=1))


# PyTorch exports vgg's adaptive pooling only where it divides the map.
SIDES = {"vgg11_bn": 224}
OPTIONS = {"googlenet": {"aux_logits": False, "init_weights": False}, "vit_b_16": {"image_size": 64}}
VISION = ["resnet18", "resnet50", "vgg11_bn", "mobilenet_v2", "mobilenet_v3_small", "densenet121", "squeezenet1_1", "shufflenet_v2_x0_5", "googlenet",
          "efficientnet_b0", "convnext_tiny", "vit_b_16"]


def randomise(model, example):
    for module in model.modules():
        if isinstance(module, (nn.BatchNorm2d, nn.GroupNorm, nn.LayerNorm)):
            nn.init.normal_(module.weight, 1, 0.1)
            nn.init.normal_(module.bias, 0, 0.1)
    for name, parameter in model.named_parameters():
        if name.endswith("layer_scale"):
            nn.init.normal_(parameter, 0.5, 0.2)
        elif name.endswith("bias") and parameter.dim() == 1 and parameter.std() == 0:
            nn.init.normal_(parameter, 0, 0.05)
        elif parameter.dim() == 2 and parameter.abs().max() == 0:
            nn.init.normal_(parameter, 0, 0.05)
    norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm2d)]
    if not norms:
        return
    for norm in norms:
        norm.momentum = 1.0
    model.train()
    with torch.no_grad():
        model(torch.randn(8, *example.shape[1:]))
    for norm in norms:
        norm.running_mean += 0.1 * norm.running_var.sqrt() * torch.randn_like(norm.running_mean)
        norm.running_var *= torch.empty_like(norm.running_var).uniform_(0.7, 1.4)


def network(name):
    """The network and an example of two samples."""
    if name == "unet":
        return UNet(), torch.randn(2, 3, 64, 64)
    if name == "text":
        return Text(), torch.randint(1, 2000, (2, 32))
    side = SIDES.get(name, 64)
    return getattr(models, name)(weights=None, **OPTIONS.get(name, {})), torch.randn(2, 3, side, side)


def main():
    folder, names = sys.argv[1], sys.argv[2:] or [*VISION, "unet", "text"]
    for name in names:
        torch.manual_seed(0)
        model, example = network(name)
        randomise(model, example)
        model.eval()
        path = os.path.join(folder, name + ".onnx")
        torch.onnx.export(model, example, path + ".part", opset_version=14, input_names=["x"], output_names=["y"],
                          dynamic_axes={"x": {0: "N"}, "y": {0: "N"}})
        os.replace(path + ".part", path)
        print(name, *example.shape[1:], flush=True)


main()
