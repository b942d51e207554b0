using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>How Resize makes one dimension: each output position is a weighted sum of input positions (ONNX operator specification, Resize).</summary>
/// <param name="Positions">For each output position the input positions.</param>
/// <param name="Weights">Their weights.</param>
/// <param name="Outside">Output positions that tf_crop_and_resize takes from beyond the input.</param>
internal sealed record ResizeAxis(int[][] Positions, float[][] Weights, bool[] Outside)
{
    /// <exception cref="NncException">NNC2020: an unknown mode.</exception>
    public static ResizeAxis Of(OperatorContext c, ResizeGeometry geometry, int axis)
    {
        int size = c.Shape(0)[axis], count = geometry.Output[axis];
        float scale = geometry.Scales[axis];
        bool excludes = c.Node.Int("exclude_outside", 0) != 0, antialias = c.Node.Int("antialias", 0) != 0 && scale < 1;
        // A scale that the sizes do not show would stretch the filter beyond all measure.
        if (antialias && 1 / scale > 2f * size)
            throw c.Misfit(FormattableString.Invariant($"smooths {size} elements of axis {axis} with a scale of {scale}"));
        Func<float, float> origin = Origin(c, size, count, scale, geometry.Region[axis]);
        bool crops = c.Node.Text("coordinate_transformation_mode", "") is "tf_crop_and_resize";
        ResizeAxis result = new(new int[count][], new float[count][], new bool[count]);
        for (int i = 0; i < count; i++)
        {
            float at = origin(i);
            result.Outside[i] = crops && (at < 0 || at > size - 1);
            (result.Positions[i], result.Weights[i]) = c.Node.Text("mode", "nearest") switch
            {
                "nearest" => ([Math.Clamp(Nearest(c, at), 0, size - 1)], [1]),
                "linear" or "bilinear" or "trilinear" => Taps(at, size, 1, antialias ? scale : 1, excludes, distance => Math.Max(0, 1 - distance)),
                "cubic" => Taps(at, size, 2, antialias ? scale : 1, excludes, Cubic(c.Node.Float("cubic_coeff_a", -0.75f))),
                string mode => throw c.Unsupported($"has mode '{mode}'; nearest, linear and cubic are supported"),
            };
        }
        return result;
    }

    /// <summary>Where in the input an output position is; in single precision, as ONNX Runtime, so that halves are rounded alike.</summary>
    private static Func<float, float> Origin(OperatorContext c, int size, int count, float scale, (float Start, float End) region)
    {
        // Upsample and the first version of Resize have no such attribute.
        string mode = c.Node.OpType == "Upsample" || c.Opset < 11 ? "asymmetric" : c.Node.Text("coordinate_transformation_mode", "half_pixel");
        switch (mode)
        {
            case "half_pixel": return i => ((i + 0.5f) / scale) - 0.5f;
            case "pytorch_half_pixel": return i => count > 1 ? ((i + 0.5f) / scale) - 0.5f : 0;
            case "align_corners": return i => count > 1 ? i * (size - 1) / (count - 1) : 0;
            case "asymmetric": return i => i / scale;
            case "tf_half_pixel_for_nn": return i => (i + 0.5f) / scale;
            case "half_pixel_symmetric":
                float offset = size / 2f * (1 - (count / (scale * size)));
                return i => offset + ((i + 0.5f) / scale) - 0.5f;
            case "tf_crop_and_resize":
                float start = region.Start * (size - 1), length = (region.End - region.Start) * (size - 1);
                return i => count > 1 ? start + (i * length / (count - 1)) : start + (length / 2);
            default: throw c.Unsupported($"has coordinate_transformation_mode '{mode}'");
        }
    }

    private static int Nearest(OperatorContext c, float at)
    {
        string mode = c.Node.OpType == "Upsample" || c.Opset < 11 ? "floor" : c.Node.Text("nearest_mode", "round_prefer_floor");
        return mode switch
        {
            "round_prefer_floor" => (int)MathF.Ceiling(at - 0.5f),
            "round_prefer_ceil" => (int)MathF.Floor(at + 0.5f),
            "floor" => (int)MathF.Floor(at),
            "ceil" => (int)MathF.Ceiling(at),
            _ => throw c.Unsupported($"has nearest_mode '{mode}'"),
        };
    }

    /// <summary>The input positions less than <paramref name="reach"/> / <paramref name="scale"/> away; those beyond an edge are the edge, or go and leave their weight to the others.</summary>
    private static (int[] Positions, float[] Weights) Taps(double at, int size, int reach, double scale, bool excludes, Func<double, double> weight)
    {
        int radius = (int)Math.Ceiling(reach / scale), first = (int)Math.Floor(at) - radius + 1;
        List<int> positions = [];
        List<double> weights = [];
        for (int i = first; i < first + (2 * radius); i++)
        {
            double share = weight(Math.Abs(at - i) * scale);
            if (share == 0 || (excludes && (i < 0 || i >= size)))
                continue;
            positions.Add(Math.Clamp(i, 0, size - 1));
            weights.Add(share);
        }
        // A filter that was stretched has no weights that make 1 by themselves.
        double sum = excludes || scale != 1 ? weights.Sum() : 1;
        return ([.. positions], [.. weights.Select(w => (float)(w / sum))]);
    }

    /// <summary>Cubic convolution (Keys, 1981).</summary>
    private static Func<double, double> Cubic(double a) => distance => distance switch
    {
        <= 1 => ((((a + 2) * distance) - (a + 3)) * distance * distance) + 1,
        < 2 => (((((a * distance) - (5 * a)) * distance) + (8 * a)) * distance) - (4 * a),
        _ => 0,
    };
}
