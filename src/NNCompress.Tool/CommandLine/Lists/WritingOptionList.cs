using NNCompress.Compression;
using NNCompress.Precision;
using static NNCompress.Tool.CommandLine.OptionKinds;
using static NNCompress.Tool.CommandLine.Verbs;

namespace NNCompress.Tool.CommandLine.Lists;

/// <summary>How weights are coded, and what is written.</summary>
internal static class WritingOptionList
{
    private const int DefaultJpegQuality = 75;

    public static IReadOnlyList<Option> All { get; } =
    [
        new("jpeg", "QUALITY", Compress | Encode, OptionGroup.Coding,
            $"Store weight matrices as JPEG of this quality, 1 to 100; without a number {DefaultJpegQuality}. "
            + "Default: the best coder for each tensor.",
            "Request.JpegQuality",
            (i, v) => i with { Request = i.Request with { JpegQuality = v is null ? DefaultJpegQuality : OptionValue.Integer("jpeg", v, 1, 100) } },
            Optional: true),
        Value("jpeg-codec", "CODEC", Measuring | Prune | Train | Verbs.Show, OptionGroup.Coding,
            "What makes JPEG pictures for --jpeg, and reads image formats beyond PNG and baseline JPEG: managed, imagesharp, or the path of a plug-in's assembly. "
            + "Pictures that a search fits to the data, without --jpeg, are always the built-in codec's. Default: managed.",
            nameof(CompressionRequest.JpegCodec), (r, v) => r with { JpegCodec = OptionValue.Plugin("jpeg-codec", v) }),
        Value("matrix", "HxW", Compress | Encode | Verbs.Sweep | Verbs.Show, OptionGroup.Coding,
            "How a neuron's weights are seen as a picture, for example 28x28. "
            + "Default: from the flattened input's shape, else the squarest factorisation.",
            nameof(CompressionRequest.Matrix), (r, v) => r with { Matrix = OptionValue.Matrix("matrix", v) }),
        Value("step", "STEP", Encode, OptionGroup.Coding,
            "A fixed quantisation step, relative to the standard deviation of each tensor's weights; an eighth takes about five bits a weight. "
            + "Default: the search decides; 0.125 where there is no budget.",
            nameof(CompressionRequest.Step), (r, v) => r with { Step = OptionValue.Number("step", v, 0, double.MaxValue, OpenEnd.Low) }),

        Path("output", Compress | Prune | Encode | Decode | Train | Verbs.Sweep | Verbs.Show, OptionGroup.Output,
            "Output file, or a folder if it ends in a slash; of sweep a folder for its rows and curve, NAME.sweep.json and NAME.sweep.svg, or a .svg file for the curve alone; of show a picture, .png or .jpg. "
            + "Default: beside the model, under a name that the verb makes from the model's; sweep writes neither.",
            nameof(CompressionRequest.OutputPath), (r, v) => r with { OutputPath = v }, 'o'),
        Value("onnx-precision", "PRECISION", Compress | Prune | Encode | Decode, OptionGroup.Output,
            $"Also write an ONNX file of this precision beside the output, for programs without the decoder: {List<OnnxPrecision>()}. fp16 and int8 write NAME.fp16.onnx and "
            + "NAME.int8.onnx, which the gate judges too; int8 needs data to calibrate. Default: compress writes NAME.compressed.onnx, encode none.",
            nameof(CompressionRequest.OnnxPrecision), (r, v) => r with { OnnxPrecision = OptionValue.Choice<OnnxPrecision>("onnx-precision", v) }) with { Values = Names<OnnxPrecision>() },
        new("save-initial", "PATH", Train, OptionGroup.Output,
            "Keep the network before training in this file, for the lottery ticket; without a path beside the output as NAME.initial.onnx. Default: it is not kept.",
            "Request.InitialPath", (i, v) => i with { Request = i.Request with { InitialPath = v is null ? "" : OptionValue.Path("save-initial", v) } }, Optional: true),
        Path("extract", Decode, OptionGroup.Output,
            "Also write the JPEG sections as .jpg files into this folder.",
            nameof(CompressionRequest.ExtractPath), (r, v) => r with { ExtractPath = v }),
        Path("predictions", Evaluate, OptionGroup.Output,
            "Also write the network's outputs for every sample to this .npy file: float32, samples × outputs.",
            nameof(CompressionRequest.PredictionsPath), (r, v) => r with { PredictionsPath = v }),
        Path("shim", Compress | Encode, OptionGroup.Output,
            "Also write C# into this folder: the decoder and a class that decompresses this model.",
            nameof(CompressionRequest.ShimPath), (r, v) => r with { ShimPath = v }),
        Value("namespace", "NAME", Compress | Encode, OptionGroup.Output,
            "--shim: the namespace of that class. Default: NNCompress.Models.",
            nameof(CompressionRequest.ShimNamespace), (r, v) => r with { ShimNamespace = OptionValue.Identifier("namespace", v, dotted: true) }),
        Value("class-name", "NAME", Compress | Encode, OptionGroup.Output,
            "--shim: the name of that class. Default: made from the model's file name.",
            nameof(CompressionRequest.ShimClassName), (r, v) => r with { ShimClassName = OptionValue.Identifier("class-name", v, dotted: false) }),
        new("project", "PATH", Init, OptionGroup.Output, "The .csproj that is to compress the model, or its folder. Default: the only one in the current folder.", nameof(Invocation.ProjectPath),
            (i, v) => i with { ProjectPath = OptionValue.Path("project", v) }),
        Value("tensor", "NAME", Verbs.Show, OptionGroup.Output,
            "The weight to draw. Default: those of all layers, beneath each other.",
            $"{nameof(CompressionRequest.Show)}.{nameof(ShowSettings.Tensor)}", (r, v) => r with { Show = r.Show with { Tensor = v } }),
        Value("columns", "N", Verbs.Show, OptionGroup.Output,
            "Neurons beside each other. Default: as many as make a weight's block about as wide as high.",
            $"{nameof(CompressionRequest.Show)}.{nameof(ShowSettings.Columns)}", (r, v) => r with { Show = r.Show with { Columns = OptionValue.Integer("columns", v, 1, 65535) } }),
        Value("limit", "N", Verbs.Show, OptionGroup.Output,
            $"The most neurons of a weight, the first ones. Default: {ShowSettings.UsualLimit}.",
            $"{nameof(CompressionRequest.Show)}.{nameof(ShowSettings.Limit)}", (r, v) => r with { Show = r.Show with { Limit = OptionValue.Integer("limit", v, 1, int.MaxValue) } }),
        Value("contrast", "WHOSE", Verbs.Show, OptionGroup.Output,
            $"Whose largest weight has the strongest colour: {List<PictureContrast>()}. Default: neuron.",
            $"{nameof(CompressionRequest.Show)}.{nameof(ShowSettings.Contrast)}", (r, v) => r with { Show = r.Show with { Contrast = OptionValue.Choice<PictureContrast>("contrast", v) } }),
        Path("report", Measuring, OptionGroup.Output,
            "Also write the report as a page for the browser: one .html file that fetches nothing, with the layers, the search's trade-off curve, the neurons' activations and weights as pictures.",
            nameof(CompressionRequest.ReportPath), (r, v) => r with { ReportPath = v }),
        new("json", "PATH", Reporting, OptionGroup.Output, "Also write the report to this file as JSON. sweep keeps its rows there as it makes them, and takes up those that it finds.", nameof(Invocation.JsonPath),
            (i, v) => i with { JsonPath = OptionValue.Path("json", v) }),
        new("markdown", "PATH", Reporting, OptionGroup.Output, "Also write the report to this file as Markdown. Where GITHUB_STEP_SUMMARY names a file, it is added to that in any case.",
            nameof(Invocation.MarkdownPath), (i, v) => i with { MarkdownPath = OptionValue.Path("markdown", v) }),
    ];
}
