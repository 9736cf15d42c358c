using System.Text.Json;

namespace ImaLink;

/// <summary>
/// What can be said. A field that no index could hold is refused. A value that this version does not understand, such as a rating of 9, is another matter: a later version may
/// have said it, so it is kept and merged as any other, and shown as nothing.
/// </summary>
public static class StatementRules
{
    /// <summary>How many statements one image may have.</summary>
    public const int MostOfImage = 100_000;

    /// <summary>How long the name of a field may be, and so a tag or a person's name.</summary>
    public const int LongestField = 8192;

    private const double Edge = 1e-6; // regions are written with some digits, and their edges may be that far outside

    /// <summary>Why there can be no such field, as the end of a sentence; null where there can.</summary>
    /// <param name="field">Its name.</param>
    public static string? Fault(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (field is "" or StatementField.TagPrefix or StatementField.PersonPrefix)
            return "it is empty";
        if (field is "tags" or "persons" or "versions")
            return "this name has a meaning of its own";
        if (field.Length > LongestField)
            return "it is absurdly long";
        return field.Contains('\0') ? "it holds NUL" : IsText(field) ? null : "it holds half a character";
    }

    /// <summary>Whether this version understands a value; what it does not it keeps, and shows as nothing.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value, as canonical JSON.</param>
    public static bool IsUnderstood(string field, string value)
    {
        ArgumentNullException.ThrowIfNull(field);
        using JsonDocument document = JsonDocument.Parse(value);
        JsonElement json = document.RootElement;
        return field switch
        {
            StatementField.Title or StatementField.Description or StatementField.AltText or StatementField.Label or StatementField.Author or StatementField.Rights
                or StatementField.Date or StatementField.Role => json.ValueKind == JsonValueKind.String,
            StatementField.Rating => IsWhole(json, -1, 5),
            StatementField.Orientation => IsWhole(json, 1, 8),
            StatementField.Flag => value is "\"pick\"" or "\"reject\"",
            StatementField.Favorite or StatementField.Hidden or StatementField.Primary => value == CanonicalJson.True,
            StatementField.Location => json.ValueKind == JsonValueKind.Object && json.EnumerateObject().All(part => part.Value.ValueKind == JsonValueKind.String),
            StatementField.Gps => IsNumber(json, "latitude", -90, 90) && IsNumber(json, "longitude", -180, 180) && (!json.TryGetProperty("altitude", out _) || IsNumber(json, "altitude", double.MinValue, double.MaxValue)),
            StatementField.Photo => IsUuid(json) || (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("uuid", out JsonElement uuid) && IsUuid(uuid)),
            _ when field.StartsWith(StatementField.TagPrefix, StringComparison.Ordinal) => value == CanonicalJson.True,
            _ when field.StartsWith(StatementField.PersonPrefix, StringComparison.Ordinal) => value == CanonicalJson.True || IsRegion(json)
                || (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0 && json.EnumerateArray().All(IsRegion)),
            _ => false,
        };
    }

    private static bool IsText(string text)
    {
        for (int i = 0; i < text.Length; i++)
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
                return false;
        return true;
    }

    private static bool IsWhole(JsonElement json, int least, int most) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out int number) && number >= least && number <= most;

    private static bool IsNumber(JsonElement json, string name, double least, double most) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out double number) && number >= least && number <= most;

    private static bool IsUuid(JsonElement json) => json.ValueKind == JsonValueKind.String && Guid.TryParseExact(json.GetString(), "D", out Guid uuid) && uuid != Guid.Empty;

    /// <summary>Centre and size, as parts of the stored, unrotated picture, within it.</summary>
    private static bool IsRegion(JsonElement json) =>
        IsNumber(json, "w", 0, 1 + Edge) && IsNumber(json, "h", 0, 1 + Edge) && IsInside(json, "x", "w") && IsInside(json, "y", "h");

    private static bool IsInside(JsonElement json, string centre, string size)
    {
        double half = json.GetProperty(size).GetDouble() / 2;
        return IsNumber(json, centre, half - Edge, 1 - half + Edge);
    }
}
