using static NNCompress.Reports.Html.PageText;

namespace NNCompress.Reports.Html;

/// <summary>Histograms of the neurons' mean activation and deviation, and which of them left.</summary>
internal static class ActivationSection
{
    public static Markup? Of(ActivationFigures? figures)
    {
        if (figures is null || figures.Groups.Count == 0)
            return null;
        Markup section = new();
        string cut = (figures.MeanCut, figures.DeviationCut) switch
        {
            (null, null) => "",
            _ => " Neurons on the near side of both cuts were asked to leave.",
        };
        string some = figures.Groups.Count < figures.GroupCount ? $" The {figures.Groups.Count} widest of {Count(figures.GroupCount)} groups are shown." : "";
        section.Element("p", $"What the next layer sees of each neuron, over {Many(figures.Samples, "sample")}.{cut}{some}", ("class", "note"));
        section.Open("p", ("class", "legend")).Open("span").Element("i", "", ("class", "kept")).Text("stay").Close().Open("span").Element("i", "", ("class", "left")).Text("left").Close();
        if (figures.MeanCut is not null || figures.DeviationCut is not null)
            section.Open("span").Element("i", "", ("class", "dash")).Text("cut").Close();
        section.Close();
        foreach (ActivationGroup group in figures.Groups)
        {
            int left = group.Left.Count(l => l);
            section.Element("h3", $"{group.Name}: {(left == 0 ? "all" : Count(group.Left.Length - left))} of {Count(group.Left.Length)} stay");
            section.Open("div", ("class", "figures"));
            section.Open("figure").Add(new Histogram
            {
                Title = $"mean activation of {group.Name}",
                ValueName = "mean activation",
                Values = group.Mean,
                Left = group.Left,
                Cut = figures.MeanCut,
            }.ToMarkup()).Close();
            section.Open("figure").Add(new Histogram
            {
                Title = $"deviation of the activation of {group.Name}",
                ValueName = "deviation of the activation",
                Values = group.Deviation,
                Left = group.Left,
                Cut = figures.DeviationCut,
            }.ToMarkup()).Close();
            section.Close().Line();
        }
        return section;
    }
}
