namespace NNCompress.TorchSharp;

/// <summary>Takes values that are valid during the call.</summary>
internal delegate void FloatReader(ReadOnlySpan<float> values);
