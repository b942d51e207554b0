using NNCompress.Engines;
using NNCompress.TorchSharp;

namespace NNCompress.Tests.TorchSharp;

public class DeviceTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("cpu")]
    public void The_processor_is_always_there(string? device) => Assert.Equal("torchsharp", new TorchEngine(new EngineOptions(1, device)).Name);

    [Theory]
    [InlineData("tpu", "knows no device 'tpu'")]
    [InlineData("cuda:", "knows no device 'cuda:'")]
    [InlineData("cuda:-1", "knows no device 'cuda:-1'")]
    [InlineData("cuda:x", "knows no device 'cuda:x'")]
    [InlineData("cuda:64", "is not there")]
    public void A_device_that_is_not_there_is_NNC2190(string device, string part)
    {
        NncException e = Assert.Throws<NncException>(() => new TorchEngine(new EngineOptions(1, device)));
        Assert.Equal("NNC2190", e.Code);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_native_half_that_cannot_be_loaded_is_NNC2191()
    {
        foreach (Exception cause in (Exception[])[new DllNotFoundException(), new NotSupportedException(), new TypeInitializationException("torch", null)])
        {
            NncException e = Assert.Throws<NncException>(() => TorchDevice.Load(() => throw cause));
            Assert.Equal("NNC2191", e.Code);
            Assert.Same(cause, e.InnerException);
        }
    }
}
