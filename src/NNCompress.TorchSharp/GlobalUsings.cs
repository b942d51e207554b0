global using TorchSharp;
global using TorchTensor = TorchSharp.torch.Tensor;
