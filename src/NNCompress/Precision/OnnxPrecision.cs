namespace NNCompress.Precision;

/// <summary>How an ONNX file for users without the shim holds its weights.</summary>
public enum OnnxPrecision
{
    /// <summary>32-bit floats.</summary>
    Fp32,

    /// <summary>16-bit floats, cast to 32 bits where they are read.</summary>
    Fp16,

    /// <summary>8-bit integers between QuantizeLinear and DequantizeLinear nodes, with calibrated scales for activations.</summary>
    Int8,
}
