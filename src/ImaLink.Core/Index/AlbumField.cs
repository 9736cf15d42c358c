using System.Text.Json;
using ImaLink.Media.Identity;

namespace ImaLink.Index;

/// <summary>The fields of an album: each is a statement with a version of its own. Others are kept and merged like these.</summary>
internal static class AlbumField
{
    /// <summary>The title, without those of the albums that it is in.</summary>
    internal const string Title = "title";

    internal const string Description = "description";

    /// <summary>UUID of the album that it is in.</summary>
    internal const string Parent = "parent";

    /// <summary>The image that stands for it: <c>{"hothash", "width", "height"}</c>.</summary>
    internal const string Cover = "cover";

    /// <summary>How its photos are ordered: <see cref="AlbumOrder"/>; by position where nothing is said.</summary>
    internal const string Order = "order";

    /// <summary>What it searches for, where it is a search that was saved.</summary>
    internal const string Filter = "filter";

    /// <summary>True where it was removed.</summary>
    internal const string Removed = "removed";

    private const int MaxTitle = 10_000, MaxWord = 100;

    private static readonly string[] InOrder = [Title, Description, Parent, Cover, Order, Filter, Removed];

    private static readonly string[] Reserved = ["uuid", "revision", "writer", "imalink_version", "versions", "members", "removed_members"];

    /// <summary>Whether a name is one of the file itself, so that no field can have it.</summary>
    internal static bool IsReserved(string name) => Reserved.Contains(name);

    /// <summary>The order of the fields in a file.</summary>
    internal static int Compare(string one, string other)
    {
        int order = Rank(one).CompareTo(Rank(other));
        return order != 0 ? order : string.CompareOrdinal(one, other);

        static int Rank(string field) => Array.IndexOf(InOrder, field) is var place and >= 0 ? place : InOrder.Length;
    }

    /// <summary>Refuses a value that its field cannot have.</summary>
    /// <returns>The value as canonical JSON.</returns>
    /// <exception cref="JsonException">It is refused.</exception>
    internal static string Check(string field, JsonElement value)
    {
        bool isWell = field switch
        {
            Title => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= MaxTitle } title && !string.IsNullOrWhiteSpace(title),
            Description => value.ValueKind == JsonValueKind.String,
            Parent => value.ValueKind == JsonValueKind.String && Guid.TryParseExact(value.GetString(), "D", out Guid parent) && parent != Guid.Empty,
            Cover => value.ValueKind == JsonValueKind.Object && Image(value).Hothash.Length > 0,
            Order => value.ValueKind == JsonValueKind.String && value.GetString()!.Length is > 0 and <= MaxWord,
            Filter => value.ValueKind == JsonValueKind.Object,
            Removed => value.ValueKind == JsonValueKind.True,
            _ => value.ValueKind != JsonValueKind.Null,
        };
        IndexCheck.Require(isWell, $"The {IndexCheck.Excerpt(field)} of the album is unusable.");
        return CanonicalJson.Of(value);
    }

    /// <summary>An image as the value of a field.</summary>
    internal static string Value(ImageKey image) =>
        $"{{\"height\":{CanonicalJson.Of(image.Height)},\"hothash\":{CanonicalJson.Of(image.Hothash)},\"width\":{CanonicalJson.Of(image.Width)}}}";

    /// <summary>The image that a value names.</summary>
    /// <exception cref="JsonException">It names none.</exception>
    internal static ImageKey Image(JsonElement value) =>
        Image(JsonSerializer.Deserialize(value, IndexJson.Instance.DictionaryStringJsonElement)!);

    /// <summary>Takes the image that some fields name.</summary>
    /// <exception cref="JsonException">They name none.</exception>
    internal static ImageKey Image(Dictionary<string, JsonElement> fields)
    {
        fields.Remove("hothash", out JsonElement hothash);
        string? text = hothash.ValueKind == JsonValueKind.String ? hothash.GetString() : null;
        IndexCheck.Require(text is not null && Hex.IsSha256(text), $"'{IndexCheck.Excerpt(text)}' in the album is no hothash.");
        return new ImageKey(text!, Size("width"), Size("height"));

        int Size(string name)
        {
            if (!fields.Remove(name, out JsonElement size))
                return 0;
            IndexCheck.Require(size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out int number) && number >= 0, $"The {name} of the image {text} in the album is out of range.");
            return size.GetInt32();
        }
    }

    /// <exception cref="JsonException">It is none.</exception>
    internal static Guid Uuid(JsonElement value)
    {
        Guid uuid = default;
        IndexCheck.Require(value.ValueKind == JsonValueKind.String && Guid.TryParseExact(value.GetString(), "D", out uuid) && uuid != Guid.Empty, "A UUID in the album is malformed.");
        return uuid;
    }
}
