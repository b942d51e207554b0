using NNCompress.Engines;
using NNCompress.TorchSharp;

[assembly: EnginePlugin(typeof(TorchEngine))]
