using System.Text.RegularExpressions;
using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Tests.Engines.Operators;

public class OperatorListTests
{
    [Fact]
    public void The_readme_lists_what_the_engine_runs()
    {
        string text = File.ReadAllText(Path.Combine(SampleModels.Root, "README.md"));
        int begin = text.IndexOf("**Which networks does it take?**", StringComparison.Ordinal), end = text.IndexOf("Integers and booleans are floats inside", StringComparison.Ordinal);
        Assert.InRange(begin, 0, end);
        HashSet<string> listed = [.. Regex.Matches(text[begin..end], @"\b[A-Z]\w+\b").Select(m => m.Value)];
        Assert.Empty(OperatorRegistry.Names.Except(listed));
    }
}
