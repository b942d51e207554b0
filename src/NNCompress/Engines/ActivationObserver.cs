namespace NNCompress.Engines;

/// <summary>Sees one value of one batch.</summary>
/// <param name="value">The value's name in the graph.</param>
/// <param name="data">Row-major content; valid only during the call.</param>
/// <param name="shape">Shape with the batch in front.</param>
public delegate void ActivationObserver(string value, ReadOnlySpan<float> data, ReadOnlySpan<int> shape);
