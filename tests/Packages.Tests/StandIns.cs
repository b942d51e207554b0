namespace Packages.Tests;

/// <summary>Source of the types that README.md's consumers use and whose packages are not where the tests run: as much of their surface as the snippets name.</summary>
internal static class StandIns
{
    public const string Source = """
        namespace Microsoft.ML.OnnxRuntime
        {
            using System;
            using System.Collections.Generic;

            public sealed class InferenceSession : IDisposable
            {
                public InferenceSession(byte[] model) => ArgumentNullException.ThrowIfNull(model);

                public IDisposableReadOnlyCollection<NamedOnnxValue> Run(IReadOnlyCollection<NamedOnnxValue> inputs) => throw new NotSupportedException();

                public void Dispose()
                {
                }
            }

            public interface IDisposableReadOnlyCollection<T> : IReadOnlyCollection<T>, IDisposable;

            public class NamedOnnxValue
            {
                public static NamedOnnxValue CreateFromTensor<T>(string name, Tensors.Tensor<T> value) => throw new NotSupportedException();

                public IEnumerable<T> AsEnumerable<T>() => throw new NotSupportedException();
            }
        }

        namespace Microsoft.ML.OnnxRuntime.Tensors
        {
            using System;

            public abstract class Tensor<T>;

            public sealed class DenseTensor<T>(Memory<T> memory, ReadOnlySpan<int> dimensions) : Tensor<T>
            {
                public int Length { get; } = memory.Length + dimensions.Length;
            }
        }

        namespace TorchSharp
        {
            using System;
            using System.Collections.Generic;

            public static class torch
            {
                public sealed class Tensor
                {
                    public Tensor relu() => throw new NotSupportedException();
                }

                public static Tensor tensor(IList<float> rawArray, ReadOnlySpan<long> dimensions) => throw new NotSupportedException();

                public static class nn
                {
                    public static class functional
                    {
                        public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => throw new NotSupportedException();
                    }
                }
            }
        }

        """;
}
