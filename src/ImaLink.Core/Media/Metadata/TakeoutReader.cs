using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Reads what the description of a photo in a Google Takeout says. Its <c>title</c> is the name under which the photo was uploaded, and no word of an owner.
/// </summary>
internal static class TakeoutReader
{
    /// <summary>Where the time stands: seconds of UTC, in which nothing is said of the local time.</summary>
    internal const string Taken = "Takeout:PhotoTakenTime";

    /// <summary>What is read of JSON of another program: nothing.</summary>
    internal static readonly ImageFacts OfAnother = new();

    private const int MaxLength = 1 << 20;

    // What FactDate takes for a year: 1000 to 9998.
    private const long Earliest = -30_610_224_000, Latest = 253_370_764_800;

    /// <summary>Reads a description.</summary>
    /// <param name="stream">The file; readable and seekable; not closed.</param>
    /// <returns>What it says, <see cref="OfAnother"/> where it is JSON of something else; <see cref="ImageFacts.Warnings"/> tells what could not be read. Damage never throws.</returns>
    /// <exception cref="IOException">The stream itself could not be read.</exception>
    internal static ImageFacts Read(Stream stream)
    {
        if (stream.Length > MaxLength)
            return new() { Warnings = ["It is larger than 1 MB."] };
        var bytes = new byte[stream.Length];
        stream.Position = 0;
        int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        try
        {
            using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetString(bytes, 0, length).TrimStart('\uFEFF'));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("title", out _) && root.TryGetProperty("photoTakenTime", out _) ? Of(root) : OfAnother;
        }
        catch (JsonException e)
        {
            return new() { Warnings = [string.Create(CultureInfo.InvariantCulture, $"It is damaged or no JSON (line {e.LineNumber + 1}).")] };
        }
        catch (InvalidOperationException)
        {
            return new() { Warnings = ["It is damaged: a text in it holds half of a character."] };
        }
    }

    private static ImageFacts Of(JsonElement root)
    {
        (double Latitude, double Longitude, double? Altitude)? own = Place(root, "geoDataExif"), corrected = Place(root, "geoData"), place = own ?? corrected;
        return new()
        {
            TakenAt = TakenAt(root),
            Description = Text(root, "description"),
            Persons = [.. Elements(root, "people").Select(person => Text(person, "name")).OfType<string>().Select(name => new PersonFact(name, null))],
            GpsLatitude = place?.Latitude,
            GpsLongitude = place?.Longitude,
            GpsAltitude = place?.Altitude,
            OtherPlace = own is not null && corrected is { } other ? (other.Latitude, other.Longitude) : null,
            IsFavorite = Is(root, "favorited"),
            IsHidden = Is(root, "archived"),
            IsTrashed = Is(root, "trashed"),
            IsOfPartner = Member(root, "googlePhotosOrigin") is { } origin && Member(origin, "fromPartnerSharing") is not null,
        };
    }

    private static CaptureTime? TakenAt(JsonElement root)
    {
        if (Member(root, "photoTakenTime") is not { } taken || Member(taken, "timestamp") is not { ValueKind: JsonValueKind.String or JsonValueKind.Number } stamp)
            return null;
        string digits = stamp.ValueKind == JsonValueKind.Number ? stamp.GetRawText() : Text(taken, "timestamp") ?? "";
        // Zero is what is written where it is not known.
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds) && seconds is not 0 and >= Earliest and < Latest
            ? new CaptureTime(DateTime.SpecifyKind(DateTime.UnixEpoch.AddSeconds(seconds), DateTimeKind.Unspecified), DatePrecision.Second, TimeSpan.Zero, Taken) : null;
    }

    /// <summary>A place; 0,0 is that there is none, and so is the altitude 0.</summary>
    private static (double Latitude, double Longitude, double? Altitude)? Place(JsonElement root, string name)
    {
        if (Member(root, name) is not { } place || Number(place, "latitude") is not { } latitude || Number(place, "longitude") is not { } longitude)
            return null;
        bool isPlace = (latitude, longitude) is not (0, 0) && Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180;
        return isPlace ? (latitude, longitude, Number(place, "altitude") is { } altitude and not 0 ? altitude : null) : null;
    }

    private static JsonElement? Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static List<JsonElement> Elements(JsonElement of, string name) => Member(of, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    private static bool Is(JsonElement of, string name) => Member(of, name) is { ValueKind: JsonValueKind.True };

    private static double? Number(JsonElement of, string name) => Member(of, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out double value) ? value : null;

    private static string? Text(JsonElement of, string name)
    {
        if (Member(of, name) is not { ValueKind: JsonValueKind.String } text)
            return null;
        try
        {
            return text.GetString() is { } whole && !string.IsNullOrWhiteSpace(whole) ? whole : null;
        }
        catch (InvalidOperationException)
        {
            // A text that was cut in the middle of a character: what is whole of it counts.
            using JsonDocument rest = JsonDocument.Parse(WithoutHalves(text.GetRawText()));
            return rest.RootElement.GetString() is { } whole && !string.IsNullOrWhiteSpace(whole) ? whole : null;
        }
    }

    /// <summary>A text as it is written in JSON, without the halves of characters in it.</summary>
    private static string WithoutHalves(string raw)
    {
        var whole = new StringBuilder(raw.Length);
        for (int at = 0, length; at < raw.Length; at += length)
        {
            char unit = Unit(raw, at);
            bool isPair = char.IsHighSurrogate(unit) && char.IsLowSurrogate(Unit(raw, at + 6));
            // An escape is read as a whole: what comes after an escaped backslash is none.
            length = raw[at] != '\\' ? 1 : raw[at + 1] != 'u' ? 2 : isPair ? 12 : 6;
            if (isPair || !char.IsSurrogate(unit))
                whole.Append(raw, at, length);
        }

        return whole.ToString();
    }

    private static char Unit(string raw, int at) => at + 6 <= raw.Length && raw[at] == '\\' && raw[at + 1] == 'u'
        ? (char)ushort.Parse(raw.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : '\0';
}
