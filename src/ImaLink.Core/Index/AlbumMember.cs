using System.Text.Json;

namespace ImaLink.Index;

/// <summary>A member of an album, or one that was removed: a statement like any other, which the higher version wins (<see cref="StatementOrder"/>).</summary>
/// <param name="Image">The image.</param>
/// <param name="Position">Where it stands (<see cref="AlbumPosition"/>); null where it was removed.</param>
/// <param name="Photo">The photo that the image belonged to then, where it was another than the image's own: a hint for the day when the image is not known any more.</param>
/// <param name="Extra">What this version does not know, as canonical JSON; null for nothing.</param>
/// <param name="Revision">Raised by each edit.</param>
/// <param name="Writer">The catalog that said it; null for nobody.</param>
internal sealed record AlbumMember(ImageKey Image, string? Position, Guid? Photo, string? Extra, long Revision, Guid? Writer)
{
    internal bool IsRemoved => Position is null;

    /// <summary>Greater than 0 where this one is the newer, 0 where both say the same in the same version.</summary>
    internal int CompareTo(AlbumMember other)
    {
        int order = Revision.CompareTo(other.Revision);
        return order != 0 ? order : StatementOrder.Compare(Statement(), other.Statement());
    }

    private Statement Statement() => new("member", Position is null ? null : $"{Position} {Photo} {Extra}", Revision, Writer);

    /// <summary>The member as one line of an album's file.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("hothash", Image.Hothash);
        writer.WriteNumber("width", Image.Width);
        writer.WriteNumber("height", Image.Height);
        if (Photo is { } photo)
            writer.WriteString("photo", photo);
        if (Position is not null)
            writer.WriteString("position", Position);
        if ((Revision, Writer) != (1, null))
            writer.WriteString("version", new AlbumVersion(Revision, Writer).ToString());
        if (Extra is not null)
            SessionRemainder.Write(writer, JsonSerializer.Deserialize(Extra, IndexJson.Instance.DictionaryStringJsonElement));
        writer.WriteEndObject();
    }

    /// <summary>Reads a member of an album's file.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    internal static AlbumMember Read(ReadOnlySpan<byte> json, bool isRemoved)
    {
        Dictionary<string, JsonElement> fields = JsonSerializer.Deserialize(json, IndexJson.Instance.DictionaryStringJsonElement) ?? throw new JsonException("A member is null.");
        ImageKey image = AlbumField.Image(fields);
        string? position = isRemoved ? null : Take(fields, "position")?.GetString();
        IndexCheck.Require(isRemoved || AlbumPosition.IsValid(position), $"The position of the member {image.Hothash} is missing or malformed.");
        Guid? photo = Take(fields, "photo") is { } hint ? AlbumField.Uuid(hint) : null;
        AlbumVersion version = AlbumVersion.Parse(Take(fields, "version")?.GetString() ?? "1");
        string? extra = fields.Count == 0 || isRemoved ? null : CanonicalJson.Of(JsonSerializer.SerializeToElement(fields, IndexJson.Instance.DictionaryStringJsonElement));
        return new AlbumMember(image, position, isRemoved || photo == image.PhotoUuid ? null : photo, extra, version.Revision, version.Writer);
    }

    private static JsonElement? Take(Dictionary<string, JsonElement> fields, string name) => fields.Remove(name, out JsonElement value) ? value : null;
}
