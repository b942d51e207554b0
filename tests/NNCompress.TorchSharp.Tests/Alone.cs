namespace NNCompress.Tests.TorchSharp;

/// <summary>Tests that count what lives in the process.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;
