using System.Globalization;

namespace ImaLink;

/// <summary>
/// What an owner says, as the value of a statement: checked, in one form, as canonical JSON. Null and what is empty withdraw.
/// </summary>
public static class PhotoValues
{
    private const int LongestName = 1024;
    private static readonly string[] Colours = ["red", "yellow", "green", "blue", "purple"];
    private static readonly string[] LocationParts = ["city", "state", "country", "code", "sublocation", "text"];

    /// <summary>A title, author or right: one line.</summary>
    /// <param name="what">What it is, at the beginning of a sentence.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ImaLinkException">InvalidValue, as all here.</exception>
    public static string? Line(string what, string? text) => text is null || OwnerText.Line(what, text) is not { Length: > 0 } line ? null : CanonicalJson.Of(line);

    /// <summary>A description: a text of several lines.</summary>
    public static string? Lines(string what, string? text) => text is null || OwnerText.Lines(what, text) is not { Length: > 0 } lines ? null : CanonicalJson.Of(lines);

    /// <summary>A rating: -1 is rejected, 0 none, 1 to 5 stars.</summary>
    public static string? Rating(int? rating) => rating switch
    {
        null => null,
        >= -1 and <= 5 => CanonicalJson.Of(rating.Value),
        _ => throw Refused(rating.Value.ToString(CultureInfo.InvariantCulture), "is no rating", "A photo has 0 to 5 stars, or -1 where it is rejected"),
    };

    /// <summary>A flag: pick or reject.</summary>
    public static string? Flag(string? flag) => string.IsNullOrWhiteSpace(flag) ? null : flag.Trim().ToLowerInvariant() switch
    {
        "pick" or "picked" => CanonicalJson.Of("pick"),
        "reject" or "rejected" => CanonicalJson.Of("reject"),
        _ => throw Refused(flag, "is no flag", "Give pick or reject"),
    };

    /// <summary>A colour label. Names of the five colours are recorded in small letters, anything else as it is.</summary>
    public static string? Label(string? label) => label is null || OwnerText.Line("A label", label, LongestName) is not { Length: > 0 } text ? null
        : CanonicalJson.Of(Array.Find(Colours, colour => colour.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? text);

    /// <summary>True, or nothing.</summary>
    public static string? Mark(bool isSet) => isSet ? CanonicalJson.True : null;

    /// <summary>A date (<see cref="Edtf"/>).</summary>
    public static string? Date(string? date) => string.IsNullOrWhiteSpace(date) ? null : CanonicalJson.Of(Edtf.Parse(date).Text);

    /// <summary>A place in words: city, state, country, code (of the country, ISO 3166), sublocation; or a text that says all of it.</summary>
    public static string? Location(IReadOnlyDictionary<string, string?>? location)
    {
        var parts = new Dictionary<string, string>();
        foreach ((string name, string? text) in location ?? new Dictionary<string, string?>())
        {
            string key = name.Trim().ToLowerInvariant() switch { "countrycode" or "country_code" => "code", "province" => "state", var other => other };
            if (!LocationParts.Contains(key))
                throw Refused(name, "is no part of a location", "Give City, State, Country, Code, Sublocation, or a text");
            if (text is not null && OwnerText.Line("A location", text, LongestName) is { Length: > 0 } value)
                parts[key] = key == "code" ? value.ToUpperInvariant() : value;
        }

        return parts.Count == 0 ? null : CanonicalJson.Of(parts);
    }

    /// <summary>A place: degrees, and metres above the sea where they are known.</summary>
    public static string Gps(double latitude, double longitude, double? altitude)
    {
        if (!(latitude is >= -90 and <= 90) || !(longitude is >= -180 and <= 180) || (altitude is { } metres && !(Math.Abs(metres) <= 100_000)))
            throw Refused(string.Create(CultureInfo.InvariantCulture, $"{latitude}, {longitude}{(altitude is null ? "" : ", ")}{altitude}"), "is no place on the earth",
                "Latitude is -90 to 90, longitude -180 to 180, in degrees, north and east positive; then metres above the sea");
        string height = altitude is { } known ? $"\"altitude\":{CanonicalJson.Of(known)}," : "";
        return $$"""{{{height}}"latitude":{{CanonicalJson.Of(latitude)}},"longitude":{{CanonicalJson.Of(longitude)}}}""";
    }

    /// <summary>A place as a text: <c>41.9,12.5</c> or <c>41.9, 12.5, 37</c>.</summary>
    public static string? Gps(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        string[] parts = text.AsSpan().ContainsAny(',', ';') ? text.Split([',', ';'], StringSplitOptions.TrimEntries) : text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        double?[] numbers = Array.ConvertAll(parts, Number);
        return numbers is [{ } latitude, { } longitude, ..] && numbers.Length <= 3 && (numbers.Length == 2 || numbers[2] is not null)
            ? Gps(latitude, longitude, numbers.ElementAtOrDefault(2))
            : throw Refused(text, "is no place", "Write latitude and longitude in degrees as 41.9,12.5, and the altitude in metres after them where it is known");

        static double? Number(string part) => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
    }

    /// <summary>A person's name.</summary>
    public static string Person(string name) => OwnerText.Line("A name", name, LongestName) is { Length: > 0 } known ? known
        : throw Refused(name, "is no name", "Give the name of a person");

    /// <summary>Where a person is in the picture: centre and size as parts of it, unrotated as it is stored.</summary>
    public static string Region(double x, double y, double width, double height)
    {
        string region = $$"""{"h":{{Part(height)}},"w":{{Part(width)}},"x":{{Part(x)}},"y":{{Part(y)}}}""";
        return width > 0 && height > 0 && StatementRules.IsUnderstood(StatementField.Person("x"), region) ? region
            : throw Refused(string.Create(CultureInfo.InvariantCulture, $"{x}, {y}, {width}, {height}"), "is no region of a picture",
                "Give the centre (X, Y) and the size (Width, Height) as parts of the picture, 0 to 1, all of it within the picture");

        static string Part(double number) => double.IsFinite(number) ? CanonicalJson.Of(number) : "null";
    }

    private static ImaLinkException Refused(string text, string problem, string remedy) => OwnerText.Refused(text, problem, remedy);
}
