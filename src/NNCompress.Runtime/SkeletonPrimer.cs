namespace NNCompress.Runtime
{
    /// <summary>
    /// Pieces of common ONNX models, one character a byte: the model of bytes reads them first, so that it knows the idiom of small files too.
    /// </summary>
    static class SkeletonPrimer
    {
        public const string Text =
            "\u0008\u0008\u0012\u0007tf2onnx\u001a\u00051.16.0:keras_tensor StatefulPartitionedCall/sequential/dense/MatMul/ReadVar" +
            "iableOp:0 BiasAdd Softmax unk__" +
            "\u000aS\u000a\u000d/Add_output_0\u0012\u001b/GlobalAveragePool_output_0\u001a\u0012/GlobalAveragePool\"\u0011GlobalAve" +
            "ragePool" +
            "\u000a]\u000a'/layer1/bn1/BatchNormalization_output_0\u000a\u0001x\u0012\u001d/layer1/relu/Sigmoid_output_0\u001a" +
            "\u000b/layer1/Add\"\u0003Add" +
            "model.features.0.weight classifier.running_mean.running_var layers.1.bias onnx::MatMul_10 *\u0011\u000a\u0007epsilon" +
            "\u0015\u00ac\u00c5'7\u00a0\u0001\u0001*\u0012\u000a\u0008momentum\u0015fff?\u00a0\u0001\u0001*\u0014\u000a\u000dtraini" +
            "ng_mode\u0018\u0000\u00a0\u0001\u0002" +
            "\u000a\u00a8\u0001\u000a\u0005input\u000a\u000cconv1.weight\u000a\u000aconv1.bias\u0012\u0014/conv1/Conv_output_0" +
            "\u001a\u000b/conv1/Conv\"\u0004Conv*\u0012\u000a\u0009dilations@\u0001@\u0001\u00a0\u0001\u0007*\u000c\u000a\u0005grou" +
            "p\u0018\u0001\u00a0\u0001\u0002*\u0015\u000a\u000ckernel_shape@\u0003@\u0003\u00a0\u0001\u0007*\u0011\u000a\u0004pads@" +
            "\u0001@\u0001@\u0001@\u0001\u00a0\u0001\u0007*\u0010\u000a\u0007strides@\u0001@\u0001\u00a0\u0001\u0007" +
            "\u000a3\u000a\u0014/conv1/Conv_output_0\u0012\u000e/Relu_output_0\u001a\u0005/Relu\"\u0004Relu" +
            "\u000a\u0084\u0001\u000a\u000e/Relu_output_0\u0012\u0011/MaxPool_output_0\u001a\u0008/MaxPool\"\u0007MaxPool*\u0010" +
            "\u000a\u0009ceil_mode\u0018\u0000\u00a0\u0001\u0002*\u0015\u000a\u000ckernel_shape@\u0002@\u0002\u00a0\u0001\u0007*" +
            "\u0011\u000a\u0004pads@\u0000@\u0000@\u0000@\u0000\u00a0\u0001\u0007*\u0010\u000a\u0007strides@\u0002@\u0002\u00a0" +
            "\u0001\u0007" +
            "\u0008\u0008\u0012\u0007pytorch\u001a\u00062.1.0:\u0012\u000a:\u000a\u0005input" +
            "\u000aF\u000a\u0011/MaxPool_output_0\u0012\u0011/Flatten_output_0\u001a\u0008/Flatten\"\u0007Flatten*\u000b\u000a" +
            "\u0004axis\u0018\u0001\u00a0\u0001\u0002" +
            "\u000a~\u000a\u0011/Flatten_output_0\u000a\u000afc1.weight\u000a\u0008fc1.bias\u0012\u0012/fc1/Gemm_output_0\u001a" +
            "\u0009/fc1/Gemm\"\u0004Gemm*\u000f\u000a\u0005alpha\u0015\u0000\u0000\u0080?\u00a0\u0001\u0001*\u000e\u000a\u0004beta" +
            "\u0015\u0000\u0000\u0080?\u00a0\u0001\u0001*\u000d\u000a\u0006transB\u0018\u0001\u00a0\u0001\u0002" +
            "\u000a1\u000a\u0012/fc1/Gemm_output_0\u0012\u000e/Relu_output_0\u001a\u0005/Relu\"\u0004Relu" +
            "\u000aq\u000a\u0010/Relu_1_output_0\u000a\u000afc2.weight\u000a\u0008fc2.bias\u0012\u0006output\u001a\u0009/fc2/Gemm\"" +
            "\u0004Gemm*\u000f\u000a\u0005alpha\u0015\u0000\u0000\u0080?\u00a0\u0001\u0001*\u000e\u000a\u0004beta\u0015\u0000\u0000" +
            "\u0080?\u00a0\u0001\u0001*\u000d\u000a\u0006transB\u0018\u0001\u00a0\u0001\u0002" +
            "\u0012\u000amain_graph*\u0097\u0081\u0002\u0008@\u0008\u0003\u0008\u0003\u0008\u0003\u0010\u0001B\u000cconv1.weightJ" +
            "\u0080\u0004*\u0092\u0002\u0008@\u0010\u0001B\u000aconv1.biasJ\u0080\u0002" +
            "*\u0096\u0001\u0008\u0080\u0001\u0008\u0080\u0004\u0010\u0001B\u000afc1.weightJ\u0080*\u0092\u0004\u0008\u0080\u0001" +
            "\u0010\u0001B\u0008fc1.biasJ\u0080\u0004*8\u0008\u000a\u0010\u0001B\u0008fc2.biasJ(" +
            "Z&\u000a\u0005input\u0012\u001d\u000a\u001b\u0008\u0001\u0012\u0017\u000a\u000c\u0012\u000abatch_size\u000a\u0002" +
            "\u0008\u0003\u000a\u0002\u0008\u001c\u000a\u0002\u0008\u001cb\u001e\u000a\u0006output\u0012\u0014\u000a\u0012\u0008" +
            "\u0001\u0012\u000e\u000a\u0007\u0012\u0005batch\u000a\u0002\u0008\u000aB\u0004\u000a\u0000\u0010\u0011B\u0002\u0010" +
            "\u000d";
    }
}
