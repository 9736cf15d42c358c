using System.Text.Json;
using ImaLink.Index;
using ImaLink.Media.Metadata;

namespace ImaLink.Archive.Intake;

/// <summary>What is said of a photo, in the form in which files say it: <see cref="FileWords"/> the other way round. Pure.</summary>
internal static class SaidFacts
{
    /// <summary>The description of one file.</summary>
    /// <param name="said">What is shown of its photo, and what is said of its image alone.</param>
    /// <param name="file">What is recorded of it: time and place that nobody has said otherwise, and the picture's size.</param>
    /// <param name="albums">The albums that it is in, by UUID; null where they are not asked for.</param>
    internal static ImageFacts Of(IEnumerable<Statement> said, FileEntry file, IReadOnlyDictionary<Guid, string>? albums = null)
    {
        Dictionary<string, string> values = said.Where(word => word.Value is not null && StatementRules.IsUnderstood(word.Field, word.Value))
            .ToDictionary(word => word.Field, word => word.Value!, StringComparer.Ordinal);
        Dictionary<string, JsonElement>? gps = Object(values.GetValueOrDefault(StatementField.Gps));
        return new()
        {
            Title = Text(StatementField.Title),
            Description = Text(StatementField.Description),
            AltText = Text(StatementField.AltText),
            Rating = Number(StatementField.Rating),
            Flag = Text(StatementField.Flag),
            Label = Text(StatementField.Label),
            Author = Text(StatementField.Author),
            Rights = Text(StatementField.Rights),
            Location = Object(values.GetValueOrDefault(StatementField.Location))?.ToDictionary(part => part.Key, part => part.Value.GetString()!, StringComparer.Ordinal),
            IsFavorite = values.GetValueOrDefault(StatementField.Favorite) == CanonicalJson.True,
            IsHidden = values.GetValueOrDefault(StatementField.Hidden) == CanonicalJson.True,
            Albums = albums ?? new Dictionary<Guid, string>(),
            Keywords = [.. Names(StatementField.TagPrefix)],
            Persons = [.. Names(StatementField.PersonPrefix).SelectMany(name => Regions(values[StatementField.Person(name)]).Select(region => new PersonFact(name, region)))],
            GpsLatitude = gps is null ? file.GpsLatitude : gps["latitude"].GetDouble(),
            GpsLongitude = gps is null ? file.GpsLongitude : gps["longitude"].GetDouble(),
            GpsAltitude = gps is null ? file.GpsAltitude : gps.TryGetValue("altitude", out JsonElement altitude) ? altitude.GetDouble() : null,
            TakenAt = Text(StatementField.Date) is { } date ? Certain(date) : CaptureTime.Parse(file.TakenAt, file.TakenAtSource),
            Orientation = Number(StatementField.Orientation) ?? file.Orientation,
            Width = file.Width,
            Height = file.Height,
        };

        string? Text(string field) => CanonicalJson.Text(values.GetValueOrDefault(field));

        int? Number(string field) => values.TryGetValue(field, out string? value) && int.TryParse(value, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out int number) ? number : null;

        IEnumerable<string> Names(string prefix) => values.Keys.Where(field => field.StartsWith(prefix, StringComparison.Ordinal)).Select(field => field[prefix.Length..]).Order(StringComparer.Ordinal);
    }

    /// <summary>XMP's dates are certain: what is only about so has no place in them.</summary>
    private static CaptureTime? Certain(string date) => date.AsSpan().ContainsAny('~', '?', '%') ? null : Edtf.TryParse(date)?.Time;

    private static Dictionary<string, JsonElement>? Object(string? value)
    {
        if (value is null)
            return null;
        using JsonDocument document = JsonDocument.Parse(value);
        return document.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.Clone(), StringComparer.Ordinal);
    }

    /// <summary>Where a person is, by the value of a statement; null where that is not said.</summary>
    internal static IEnumerable<RegionFact?> Regions(string value)
    {
        using JsonDocument document = JsonDocument.Parse(value);
        JsonElement root = document.RootElement;
        if (root.ValueKind == JsonValueKind.True)
            return [null];
        return [.. (root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : Enumerable.Repeat(root, 1)).Select(region => new RegionFact(
            region.GetProperty("x").GetDouble(), region.GetProperty("y").GetDouble(), region.GetProperty("w").GetDouble(), region.GetProperty("h").GetDouble()))];
    }
}
