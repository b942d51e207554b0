namespace NNCompress.Models.Shapes;

/// <summary>DepthToSpace and SpaceToDepth: channels become blocks of the picture, or blocks channels.</summary>
internal static class BlockShapes
{
    public static int[] DepthToSpace(ShapeContext c)
    {
        (int[] x, int b) = Picture(c);
        return x[1] % (b * b) == 0 ? [x[0], x[1] / (b * b), x[2] * b, x[3] * b] : throw c.Misfit($"makes blocks of {b} by {b} from {x[1]} channels");
    }

    public static int[] SpaceToDepth(ShapeContext c)
    {
        (int[] x, int b) = Picture(c);
        return x[2] % b == 0 && x[3] % b == 0 ? [x[0], x[1] * b * b, x[2] / b, x[3] / b] : throw c.Misfit($"cuts shape {ShapeContext.Text(x)} into blocks of {b} by {b}");
    }

    /// <summary>Mode DCR takes a block's elements from channels far apart, CRD from neighbours.</summary>
    public static StridedView DepthToSpaceView(ShapeContext c)
    {
        (int[] x, int b) = Picture(c);
        int depth = x[1] / (b * b);
        return c.Node.Text("mode", "DCR") switch
        {
            "DCR" => StridedViews.Permuted([x[0], b, b, depth, x[2], x[3]], [0, 3, 4, 1, 5, 2]),
            "CRD" => StridedViews.Permuted([x[0], depth, b, b, x[2], x[3]], [0, 1, 4, 2, 5, 3]),
            string mode => throw c.Unsupported($"has mode '{mode}'"),
        };
    }

    public static StridedView SpaceToDepthView(ShapeContext c)
    {
        (int[] x, int b) = Picture(c);
        return StridedViews.Permuted([x[0], x[1], x[2] / b, b, x[3] / b, b], [0, 3, 5, 1, 2, 4]);
    }

    private static (int[] Shape, int Block) Picture(ShapeContext c)
    {
        int[] x = c.Shape(0);
        long block = c.Node.Int("blocksize", 0);
        return x.Length == 4 && block is > 0 and < 1 << 15 ? (x, (int)block) : throw c.Misfit($"has blocksize {block} for shape {ShapeContext.Text(x)}");
    }
}
