namespace NNCompress.Engines.Managed.Matrices;

/// <summary>A matrix that exists only as panels, such as the unrolled image of a convolution.</summary>
internal unsafe interface IPanelSource
{
    /// <summary>Writes lines [line, line + lines) and steps [step, step + steps) in the layout of <see cref="Panels"/>.</summary>
    void Pack(int line, int lines, int step, int steps, int width, float* destination);
}
