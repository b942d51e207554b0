using NNCompress.Reports.Pictures;

namespace NNCompress.Reports.Html;

/// <summary>Weights as pictures inside the page.</summary>
internal static class PictureMarkup
{
    /// <summary>Side, in pixels of the page, that small pictures are brought to by whole factors.</summary>
    private const int Side = 60;

    public static Markup Of(PictureSet set)
    {
        Markup sheet = new();
        sheet.Element("h3", set.Tensor).Element("p", set.Note, ("class", "note"));
        foreach (IGrouping<bool, PicturePair> part in set.Pairs.GroupBy(p => p.After is null && !set.Whole))
        {
            sheet.Open("div", ("class", set.Whole ? "wide" : "sheet"));
            foreach (PicturePair pair in part)
            {
                if (set.Whole)
                    Matrix(sheet, pair);
                else
                    Neuron(sheet, pair);
                sheet.Line();
            }
            sheet.Close();
        }
        return sheet;
    }

    private static void Matrix(Markup sheet, PicturePair pair)
    {
        foreach ((WeightPicture? picture, string when) in new[] { (pair.Before, "before"), (pair.After, "after") })
        {
            if (picture is not null)
                sheet.Open("figure").Void("img", ("src", Source(picture)), ("width", $"{picture.Width}"), ("height", $"{picture.Height}"), ("alt", $"weights {when}")).Element("figcaption", when).Close();
        }
    }

    private static void Neuron(Markup sheet, PicturePair pair)
    {
        if (pair.After is null)
            sheet.Open("figure", ("class", "gone"));
        else
            sheet.Open("figure");
        foreach ((WeightPicture? picture, string when) in new[] { (pair.Before, "before"), (pair.After, "after") })
        {
            if (picture is null)
                continue;
            int factor = Math.Max(1, (int)Math.Round((double)Side / Math.Max(picture.Width, picture.Height), MidpointRounding.AwayFromZero));
            sheet.Void("img", ("src", Source(picture)), ("width", $"{factor * picture.Width}"), ("height", $"{factor * picture.Height}"), ("alt", $"{pair.Label} {when}"));
        }
        sheet.Element("figcaption", pair.Label).Close();
    }

    private static string Source(WeightPicture picture) =>
        $"data:image/png;base64,{Convert.ToBase64String(PngEncoder.Encode(picture.Levels, picture.Width, picture.Height, WeightPalette.Colours))}";
}
