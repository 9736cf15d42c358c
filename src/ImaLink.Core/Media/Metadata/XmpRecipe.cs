using System.Globalization;
using System.Xml.Linq;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Writes the whole description of a photo into a packet, each thing in all the places where programs look for it (docs/fields.md). What is not said is taken away, as what was said of the
/// photo by the packet is known; properties of which no field tells stay.
/// </summary>
internal static class XmpRecipe
{
    private const double MaxDegreeError = 1e-8;
    private static readonly int[] Percent = [0, 1, 25, 50, 75, 99];

    /// <summary>Writes it.</summary>
    /// <param name="document">Where to.</param>
    /// <param name="said">The description: what is said of the photo, and of its date and place what counts.</param>
    /// <param name="withParents">Whether flat keywords have a tag's parents too.</param>
    public static void Write(XmpDocument document, ImageFacts said, bool withParents = false)
    {
        document.Set(XmpName.Title, XmpValue.Alt(said.Title));
        document.Set(XmpName.Description, XmpValue.Alt(said.Description));
        document.Set(XmpName.ImageDescription, XmpValue.Alt(said.Description));
        document.Set(XmpName.AltText, XmpValue.Alt(said.AltText));
        if (string.Join(", ", document.Items(XmpName.Creator)) != said.Author)
            document.Set(XmpName.Creator, said.Author is null ? null : new XmpValue("Seq", [said.Author]));
        document.Set(XmpName.Rights, XmpValue.Alt(said.Rights));
        Grades(document, said);
        document.Set(XmpName.Favorite, XmpValue.Of(said.IsFavorite ? "True" : null));
        document.Set(XmpName.Hidden, XmpValue.Of(said.IsHidden ? "True" : null));
        XmpCollections.Write(document, said.Albums);
        Tags(document, said.Keywords, withParents);
        Place(document, said);
        Dates(document, said.TakenAt);
        document.Set(XmpName.PersonInImage, XmpValue.List("Bag", [.. said.Persons.Select(person => person.Name).Distinct(StringComparer.Ordinal)]));
        XmpRegionWriter.Write(document, said.Persons, said.Width, said.Height);
        // Whoever shows a region has to know how the picture is turned.
        if (said.Orientation is { } orientation && (said.Persons.Any(person => person.Region is not null) || document.Text(XmpName.Orientation) is not null))
            document.Set(XmpName.Orientation, XmpValue.Of(Text(orientation)));
    }

    private static void Grades(XmpDocument document, ImageFacts said)
    {
        // What is no rating here is another program's, and stays until one is said.
        bool isForeign = double.TryParse(document.Text(XmpName.Rating), CultureInfo.InvariantCulture, out double there) && there is < -1 or > 5;
        if (!isForeign || said.Rating is not null)
            document.Set(XmpName.Rating, said.Rating is { } stars and not 0 ? XmpValue.Of(Text(stars)) : document.Text(XmpName.Rating) == "0" ? XmpValue.Of("0") : null);
        document.Set(XmpName.RatingPercent, said.Rating is > 0 and <= 5 and var rated ? XmpValue.Of(Text(Percent[rated])) : document.Text(XmpName.RatingPercent) == "0" ? XmpValue.Of("0") : null);
        if (Labels.Of(document.Text(XmpName.Label), null) is not { } label || label != said.Label)
            document.Set(XmpName.Label, XmpValue.Of(said.Label is { } text && Labels.Number(text) is not null ? char.ToUpperInvariant(text[0]) + text[1..] : said.Label));
        document.Set(XmpName.ColorLabel, said.Label is { } colour && Labels.Number(colour) is { } number ? XmpValue.Of(Text(number)) : document.Text(XmpName.ColorLabel) == "0" ? XmpValue.Of("0") : null);
        // digiKam's "none" and "pending" are no flags.
        if (said.Flag is not null || document.Text(XmpName.PickLabel) is "1" or "3")
            document.Set(XmpName.PickLabel, XmpValue.Of(said.Flag switch { "pick" => "3", "reject" => "1", _ => null }));
    }

    /// <summary>Every tag in every list: programs read one of them, and not the same.</summary>
    private static void Tags(XmpDocument document, IReadOnlyList<string> tags, bool withParents)
    {
        var levels = tags.SelectMany(tag => tag.Split('/')).ToHashSet(StringComparer.Ordinal);
        IEnumerable<string> words = withParents ? tags.SelectMany(tag => tag.Split('/')) : tags.Select(tag => tag[(tag.LastIndexOf('/') + 1)..]);
        // Lightroom's parents stay where they are.
        document.Set(XmpName.Subject, XmpValue.List("Bag", [.. document.Items(XmpName.Subject).Where(levels.Contains).Concat(words).Distinct(StringComparer.Ordinal)]));
        string[] piped = [.. tags.Select(tag => tag.Replace('/', '|'))];
        List(XmpName.HierarchicalSubject, "Bag", piped, "darktable|");
        List(XmpName.TagsList, "Seq", tags, "darktable/");
        List(XmpName.LastKeywordXmp, "Bag", tags, "darktable/");
        if (document.Find(XmpName.CatalogSets) is not null)
            List(XmpName.CatalogSets, "Bag", piped, "darktable|");

        // What darktable notes for itself is nobody's tag.
        void List(XName name, string kind, IReadOnlyList<string> items, string own) =>
            document.Set(name, XmpValue.List(kind, [.. document.Items(name).Where(item => item.StartsWith(own, StringComparison.Ordinal)), .. items]));
    }

    private static void Place(XmpDocument document, ImageFacts said)
    {
        (XName Name, string Part)[] parts =
        [
            (XmpName.City, "city"), (XmpName.State, "state"), (XmpName.Country, "country"), (XmpName.CountryCode, "code"), (XmpName.Sublocation, "sublocation"),
        ];
        foreach ((XName name, string part) in parts)
            document.Set(name, XmpValue.Of(said.Location?.GetValueOrDefault(part)));
        bool isAlone = document.Text(XmpName.GpsLatitude) is null || document.Text(XmpName.GpsLongitude) is null;
        double? there = XmpPlace.Degrees(document.Text(XmpName.GpsLatitude), document.Text(XmpName.GpsLatitudeRef), 'N', 'S');
        double? thereToo = XmpPlace.Degrees(document.Text(XmpName.GpsLongitude), document.Text(XmpName.GpsLongitudeRef), 'E', 'W');
        if (!IsNear(there, said.GpsLatitude) || !IsNear(thereToo, said.GpsLongitude))
        {
            document.Set(XmpName.GpsLatitude, XmpValue.Of(Degrees(said.GpsLatitude, 'N', 'S')));
            document.Set(XmpName.GpsLongitude, XmpValue.Of(Degrees(said.GpsLongitude, 'E', 'W')));
            document.Set(XmpName.GpsLatitudeRef, null);
            document.Set(XmpName.GpsLongitudeRef, null);
        }

        // A height without a place cannot be recorded, so it stays.
        if (isAlone && said.GpsAltitude is null)
            return;
        document.Set(XmpName.GpsAltitude, XmpValue.Of(said.GpsAltitude is { } metres ? Rational(Math.Abs(metres), document.Text(XmpName.GpsAltitude)) : null));
        document.Set(XmpName.GpsAltitudeRef, XmpValue.Of(said.GpsAltitude is { } height ? height < 0 ? "1" : "0" : null));
    }

    /// <summary>When it was taken, where three kinds of programs look for it; when it became a file only where nothing else stands there.</summary>
    private static void Dates(XmpDocument document, CaptureTime? taken)
    {
        if (taken is null)
            return;
        string? former = document.Text(XmpName.DateTimeOriginal), digitised = document.Text(XmpName.CreateDate);
        Date(XmpName.DateTimeOriginal);
        Date(XmpName.DateCreated);
        if (digitised is null || digitised == former)
            Date(XmpName.CreateDate);

        void Date(XName name)
        {
            if (FactDate.Parse(document.Text(name), "") is not { } there || there.Precision != taken.Precision || !IsSame(there))
                document.Set(name, XmpValue.Of(taken.ToString()));
        }

        bool IsSame(CaptureTime there) => Math.Abs((there.Time - taken.Time).TotalSeconds) < 1 && (taken.Offset is null || there.Offset == taken.Offset);
    }

    private static bool IsNear(double? one, double? other) => one is null || other is null ? one == other : Math.Abs(one.Value - other.Value) < MaxDegreeError;

    private static string? Degrees(double? degrees, char positive, char negative)
    {
        if (degrees is not { } value)
            return null;
        const int digits = 8;
        decimal minutes = Math.Round((decimal)Math.Abs(value) * 60, digits);
        return string.Create(CultureInfo.InvariantCulture, $"{(int)(minutes / 60)},{(minutes % 60).ToString("0.0#######", CultureInfo.InvariantCulture)}{(value < 0 ? negative : positive)}");
    }

    private static string Rational(double number, string? former)
    {
        const int fine = 1000;
        if (former is not null && Math.Abs(XmpPlace.Number(former) - number) < 1.0 / fine)
            return former;
        return double.IsInteger(number) ? string.Create(CultureInfo.InvariantCulture, $"{number:0}/1") : string.Create(CultureInfo.InvariantCulture, $"{Math.Round(number * fine):0}/{fine}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
