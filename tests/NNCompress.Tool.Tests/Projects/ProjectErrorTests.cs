using NNCompress.Tool.Projects;

namespace NNCompress.Tool.Tests.Projects;

public sealed class ProjectErrorTests : IDisposable
{
    private readonly ProjectFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_without_a_project_or_with_several_asks_for_one()
    {
        Assert.Equal("NNC1130", folder.Fails().Code);
        Assert.Equal("NNC1130", folder.Fails("--project", "@Nowhere.csproj").Code);
        folder.Write("A.csproj", "<Project />");
        folder.Write("B.csproj", "<Project />");

        NncException several = folder.Fails();

        Assert.Equal("NNC1131", several.Code);
        Assert.Contains("A.csproj, B.csproj", several.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no XML")]
    [InlineData("<Project Sdk=\"x\">\n  <ItemGroup>\n</Project>")]
    [InlineData("<Solution />")]
    [InlineData("<!DOCTYPE Project [<!ENTITY a \"b\">]>\n<Project Sdk=\"x\">&a;</Project>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"klingon\"?><Project Sdk=\"x\" />")]
    [InlineData("<?xml version=\"1.0\" encoding=\"us-ascii\"?><Project Sdk=\"é\" />")]
    public void A_file_that_is_no_project_is_refused_and_left(string text)
    {
        folder.Write("App.csproj", text);

        Assert.Equal("NNC1132", folder.Fails().Code);
        Assert.Equal(text, folder.Read("App.csproj"));
    }

    [Fact]
    public void The_place_of_a_fault_is_told()
    {
        folder.Write("App.csproj", "<Project Sdk=\"x\">\n  <ItemGroup>\n</Project>");

        Assert.Contains("line 3", folder.Fails().Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Projects_of_other_kinds_are_refused()
    {
        folder.Write("Old.csproj", "<Project ToolsVersion=\"15.0\"><Import Project=\"$(MSBuildToolsPath)/Microsoft.CSharp.targets\" /></Project>");
        folder.Write("App.fsproj", "<Project Sdk=\"x\" />");

        Assert.Equal("NNC1133", folder.Fails("--project", "@Old.csproj").Code);
        Assert.Equal("NNC1043", folder.Fails("--project", "@App.fsproj").Code);
    }

    [Fact]
    public void A_model_or_data_that_is_not_there_is_told()
    {
        folder.Write("App.csproj", "<Project Sdk=\"x\" />");
        folder.Write("model.nnz", "");

        Assert.Equal("NNC2001", Assert.Throws<NncException>(() => folder.InitModel("nowhere.onnx")).Code);
        Assert.Equal("NNC1025", Assert.Throws<NncException>(() => folder.InitModel("model.nnz")).Code);
        Assert.Equal("NNC2040", folder.Fails("--data", "@nowhere").Code);
    }

    [Theory]
    [InlineData("/home/me/app/App.csproj", "/home/me/app/model.onnx", "model.onnx")]
    [InlineData("/home/me/app/App.csproj", "/home/me/models/model.onnx", "../models/model.onnx")]
    [InlineData("/home/me/app/App.csproj", "/home/me/app/val/", "val/")]
    [InlineData("/app/App.csproj", "/models/model.onnx", null)]
    [InlineData("/home/me/app/App.csproj", "/mnt/model.onnx", null)]
    [InlineData("/App.csproj", "/mnt/model.onnx", "mnt/model.onnx")]
    public void A_model_that_has_nothing_in_common_with_the_project_is_refused(string project, string model, string? expected)
    {
        if (expected is null)
            Assert.Equal("NNC1134", Assert.Throws<NncException>(() => ModelItem.From(project, model)).Code);
        else
            Assert.Equal(expected, ModelItem.From(project, model));
    }

    /// <summary>Whatever part of a project is cut off or replaced, the tool says what is wrong, or adds to what is still a project.</summary>
    [Fact]
    public void Damaged_projects_are_errors_never_crashes()
    {
        const string Text = "<?xml version=\"1.0\"?>\n<Project Sdk=\"x\">\n  <!-- c -->\n  <ItemGroup Label='a'><PackageReference Include=\"A\" /></ItemGroup>\n</Project>\n";
        for (int i = 0; i < Text.Length; i++)
        {
            foreach (string damaged in new[] { Text[..i], Text.Remove(i, 1), Text.Insert(i, "<"), Text.Insert(i, "\""), Text.Insert(i, "\0") })
            {
                folder.Write("App.csproj", damaged);
                if (Record.Exception(() => folder.Init()) is { } failure)
                    Assert.StartsWith("NNC113", Assert.IsType<NncException>(failure).Code, StringComparison.Ordinal);
            }
        }
    }
}
