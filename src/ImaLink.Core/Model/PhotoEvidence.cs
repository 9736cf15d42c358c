using System.Text.Json;

namespace ImaLink;

/// <summary>By what images were found to be of one shot: what a statement of the program about <c>photo</c> names.</summary>
public static class PhotoEvidence
{
    /// <summary>An owner had joined an image of the same shot to that photo.</summary>
    public const string Joined = "joined";

    /// <summary>Both halves of a live photo name one content identifier.</summary>
    public const string ContentIdentifier = "content-identifier";

    /// <summary>One folder, one name, one moment.</summary>
    public const string SameNameAndTime = "same-name-and-time";

    /// <summary>The camera says that they are of one burst.</summary>
    public const string Burst = "burst";

    /// <summary>The sides of one scan.</summary>
    public const string FrontBack = "front-back";

    /// <summary>ImaLink 0.1 had them in one photo.</summary>
    internal const string Former = "0.1";

    /// <summary>The best last; what this version does not know is less than each.</summary>
    internal static readonly string[] Order = [Former, FrontBack, Burst, SameNameAndTime, ContentIdentifier, Joined, Succession.Evidence];

    /// <summary>What a statement about <c>photo</c> says.</summary>
    /// <param name="value">Its value: a UUID as its owner's word, or <c>{"by", "uuid"}</c> as the program's.</param>
    /// <returns>The photo, and by what the program found it; null where nothing is said, or nobody understands it.</returns>
    internal static (Guid? Photo, string? By) Of(string? value)
    {
        if (value is null)
            return (null, null);
        using JsonDocument document = JsonDocument.Parse(value);
        JsonElement json = document.RootElement;
        if (json.ValueKind == JsonValueKind.String)
            return (Guid.TryParseExact(json.GetString(), "D", out Guid owners) ? owners : null, null);
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("uuid", out JsonElement uuid) && uuid.ValueKind == JsonValueKind.String && Guid.TryParseExact(uuid.GetString(), "D", out Guid photo)
            ? (photo, json.TryGetProperty("by", out JsonElement by) && by.ValueKind == JsonValueKind.String ? by.GetString() : "")
            : (null, null);
    }

    /// <summary>How good an evidence is.</summary>
    internal static int Rank(string evidence) => Array.IndexOf(Order, evidence);
}
