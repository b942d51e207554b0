using System.IO;

namespace NNCompress.Runtime
{
    /// <summary>Failures of a reader: one clear line, and a code that a tool may look up under <see cref="CodeKey"/> in the exception's data.</summary>
    static class NnzError
    {
        public const string CodeKey = "NNCompress.Code";

        public static InvalidDataException NotNnz()
        {
            return With("NNC2060", "This is not an .nnz file: it does not begin with the signature.");
        }

        public static InvalidDataException Damaged(string what)
        {
            return With("NNC2061", "The .nnz file is damaged or truncated: " + what + ".");
        }

        public static InvalidDataException Changed()
        {
            return Damaged("the ONNX model that it gives does not have the checksum that it had when it was compressed");
        }

        public static InvalidDataException Newer(int version)
        {
            return With("NNC2062", "The .nnz file has format version " + version + ", this decoder reads versions up to " + NnzFile.FormatVersion + ": update the package that reads it.");
        }

        public static InvalidDataException TooLarge(long bytes, long limit)
        {
            return With("NNC2063", "The .nnz file decodes to " + bytes + " bytes, more than the " + limit + " that the caller allows.");
        }

        private static InvalidDataException With(string code, string message)
        {
            InvalidDataException exception = new InvalidDataException(message);
            exception.Data[CodeKey] = code;
            return exception;
        }
    }
}
