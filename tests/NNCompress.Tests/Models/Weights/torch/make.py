"""Wrote the files beside it, with PyTorch 1.13: what torch.save makes of states, views and data. Run it in this folder to write them anew."""
import collections

import torch

torch.manual_seed(0)
linear = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.ReLU(), torch.nn.Linear(3, 2))
for layer, start in ((linear[0], 0.0), (linear[2], 100.0)):
    layer.weight.data = torch.arange(layer.weight.numel(), dtype=torch.float32).reshape(layer.weight.shape) + start
    layer.bias.data = -torch.arange(layer.bias.numel(), dtype=torch.float32) - start
torch.save(linear.state_dict(), "state.pt")
torch.save(linear.state_dict(), "protocol4.pt", pickle_protocol=4)
torch.save(linear.state_dict(), "old.pt", _use_new_zipfile_serialization=False)
torch.save(linear, "module.pt")
norm = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2))
optimiser = torch.optim.SGD(norm.parameters(), 0.1, momentum=0.9)
torch.save({"epoch": 3, "model_state_dict": norm.state_dict(), "optimizer": optimiser.state_dict(), "loss": 0.5, "seed": 2**80}, "checkpoint.pt")
numbers = torch.arange(16, dtype=torch.float32)
torch.save(collections.OrderedDict(
    transposed=numbers[:6].reshape(2, 3).t(), slice=numbers.reshape(4, 4)[1:3, ::2], tail=numbers[12:], half=torch.tensor([0.5, -2.0]).half(),
    double=torch.tensor([0.1], dtype=torch.float64), scalar=torch.tensor(7), bytes=torch.arange(3, dtype=torch.uint8), truth=torch.tensor([True, False]),
    brain=torch.tensor([1.0, -3.140625]).bfloat16(), empty=torch.zeros(0, 3), parameter=torch.nn.Parameter(torch.tensor([1.5]))), "views.pt")
torch.save({"wide": torch.ones(1).expand(1000)}, "expanded.pt")
images = torch.arange(4 * 2 * 2, dtype=torch.uint8).reshape(4, 2, 2)
torch.save((images, torch.tensor([0, 1, 2, 1])), "pair.pt")
torch.save({"images": images.float(), "labels": torch.tensor([0, 1, 2, 1])}, "named.pt")
torch.save(images, "x_test.pt")
torch.save(torch.tensor([0, 1, 2, 1]), "y_test.pt")
