using System.Globalization;
using ImaLink.Media.Metadata;

namespace ImaLink.Media.Libraries;

/// <summary>What a row of Lightroom says of a photo, or of a virtual copy of it.</summary>
/// <param name="Name">The name of the copy.</param>
/// <param name="Rating">Its rating; null for none.</param>
/// <param name="Flag">Its flag: pick or reject.</param>
/// <param name="Label">Its label.</param>
internal sealed record LightroomCopy(string Name, int? Rating, string? Flag, string? Label)
{
    private const string Unnamed = "Copy";

    /// <summary>Reads one out of four columns: name, rating, flag, label.</summary>
    internal static LightroomCopy Of(LibraryRow row, int first) => new(
        row.Text(first) ?? Unnamed,
        row.Whole(first + 1) is { } stars and >= -1 and <= 5 ? (int)stars : null,
        row.Whole(first + 2) switch { > 0 => "pick", < 0 => "reject", _ => null },
        Labels.Of(row.Text(first + 3), null));

    /// <summary>What is said of it and not of its master, as a sentence; null for nothing.</summary>
    internal string? Otherwise(LightroomCopy master)
    {
        string[] own =
        [
            .. Rating is { } stars && Rating != master.Rating ? [string.Create(CultureInfo.InvariantCulture, $"the rating {stars}")] : Array.Empty<string>(),
            .. Flag is not null && Flag != master.Flag ? [$"the flag {Flag}"] : Array.Empty<string>(),
            .. Label is not null && Label != master.Label ? [$"the label {Label}"] : Array.Empty<string>(),
        ];
        return own.Length == 0 ? null : $"Its virtual copy '{Name}' has {string.Join(" and ", own)}, which is not taken.";
    }
}
