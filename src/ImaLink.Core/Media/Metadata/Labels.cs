namespace ImaLink.Media.Metadata;

/// <summary>
/// Colour labels as programs write them. Lightroom writes the names of the user's own set, in the user's language; digiKam a number. Other texts are labels as they are. Pure.
/// </summary>
internal static class Labels
{
    // Lightroom's own sets in English, German, French, Spanish and Italian.
    private static readonly Dictionary<string, string> Colours = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Red"] = "red", ["Rot"] = "red", ["Rouge"] = "red", ["Rojo"] = "red", ["Rosso"] = "red",
        ["Yellow"] = "yellow", ["Gelb"] = "yellow", ["Jaune"] = "yellow", ["Amarillo"] = "yellow", ["Giallo"] = "yellow",
        ["Green"] = "green", ["Gr\u00fcn"] = "green", ["Vert"] = "green", ["Verde"] = "green",
        ["Blue"] = "blue", ["Blau"] = "blue", ["Bleu"] = "blue", ["Azul"] = "blue", ["Blu"] = "blue",
        ["Purple"] = "purple", ["Lila"] = "purple", ["Violett"] = "purple", ["Violet"] = "purple", ["Pourpre"] = "purple", ["P\u00farpura"] = "purple",
        ["Morado"] = "purple", ["Viola"] = "purple", ["Magenta"] = "purple",
    };

    // By digiKam's number.
    private static readonly string?[] Numbers = [null, "red", "orange", "yellow", "green", "blue", "purple", "gray", "black", "white"];

    /// <summary>The label; null where there is none.</summary>
    /// <param name="text">XMP's, which whoever labels a photo writes.</param>
    /// <param name="number">digiKam's: it stays as it was where another program labelled the photo since.</param>
    public static string? Of(string? text, double? number) => text is not null ? Colours.GetValueOrDefault(text.Normalize(), text)
        : number is >= 0 and <= 9 ? Numbers[(int)number.Value] : null;

    /// <summary>digiKam's number of a label; null where it has none.</summary>
    public static int? Number(string label) => Array.IndexOf(Numbers, label) is > 0 and var number ? number : null;
}
