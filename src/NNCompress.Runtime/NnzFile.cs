using System.Collections.Generic;

namespace NNCompress.Runtime
{
    /// <summary>An opened .nnz file: decodes its tensors and rebuilds the ONNX model.</summary>
    sealed partial class NnzFile
    {
    }
}
