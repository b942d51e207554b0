using System.Numerics;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>The gradient of a function of single elements.</summary>
internal interface IActivationGradient
{
    /// <param name="x">Inputs.</param>
    /// <param name="y">Outputs.</param>
    /// <param name="dy">The gradient by the outputs.</param>
    /// <param name="a">The function's first number (slope, lower bound).</param>
    /// <param name="b">Its second.</param>
    static abstract Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> dy, Vector<float> a, Vector<float> b);
}
