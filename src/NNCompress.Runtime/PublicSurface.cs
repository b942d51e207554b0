namespace NNCompress.Runtime
{
    // The sources beside this file carry no accessibility: compiled into a user's program they stay internal; here these parts make them public.
    public sealed partial class NnzFile
    {
    }

    public sealed partial class NnzSection
    {
    }

    public sealed partial class NnzTensor
    {
    }
}
