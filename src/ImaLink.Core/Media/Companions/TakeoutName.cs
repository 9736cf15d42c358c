using System.Text.RegularExpressions;
using ImaLink.Files;

namespace ImaLink.Media.Companions;

/// <summary>
/// The name of a description in a Google Takeout: the photo's name, <c>.supplemental-metadata</c> or any beginning of it, all cut to
/// 46 characters, a number that tells namesakes apart, <c>.json</c>. Pure.
/// </summary>
internal static partial class TakeoutName
{
    private const string Suffix = ".supplemental-metadata";

    /// <summary>What is left of a name that was cut; a little less than Google's 46, as it does not count in UTF-16.</summary>
    private const int Cut = 45;

    /// <summary>The photo of a description, by the rules that Google's names follow; null where names do not tell.</summary>
    internal static string? Photo(string description, PhotoNames photos, CompanionKind kind)
    {
        string name = Whole(Path.GetFileNameWithoutExtension(description));
        (string text, string number) = Numbered(name);
        // Of a number at the end it is not known whether it is Google's or the photo's own; as written goes first.
        return Whole(name, "", photos, kind)
            ?? (number.Length == 0 ? null : Whole(text, number, photos, kind))
            ?? Whole(InnerNumber(name), photos, kind)
            ?? Shortened(name, "", photos, kind)
            ?? (number.Length == 0 ? null : Shortened(text, number, photos, kind));
    }

    /// <summary>A name that was cut in the middle of a character, without the half of it, which some programs write as a mark.</summary>
    private static string Whole(string name)
    {
        string whole = name.TrimEnd('\uFFFD');
        return whole.Length > 0 && char.IsHighSurrogate(whole[^1]) ? whole[..^1] : whole;
    }

    /// <summary>Whether a name alone tells that it is the description of a photo or film, wherever that lies.</summary>
    internal static bool IsDescription(string name)
    {
        (string text, _) = Numbered(Path.GetFileNameWithoutExtension(name));
        return Bases(text).Any(candidate => PhotoNames.IsMedia(candidate) || PhotoNames.IsMedia(Numbered(candidate).Text))
            || text.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The photo whose whole name is in the description's, its number moved to where photos have theirs.</summary>
    private static string? Whole(string text, string number, PhotoNames photos, CompanionKind kind) => Bases(text)
        .Select(candidate => photos.Named(Insert(candidate, number), kind)).FirstOrDefault(photo => photo is not null);

    /// <summary><c>IMG_2367.HEIC(1).supplemental-metadata</c> of <c>IMG_2367(1).HEIC</c>.</summary>
    private static string? Whole((string Text, string Number) inner, PhotoNames photos, CompanionKind kind) =>
        inner.Number.Length == 0 ? null : photos.Named(Insert(inner.Text, inner.Number), kind);

    /// <summary>The one photo whose long name was cut; where several begin so, the name does not tell.</summary>
    private static string? Shortened(string text, string number, PhotoNames photos, CompanionKind kind)
    {
        if (text.Length < Cut)
            return null;
        // The photo has its number before the extension, of which something may be left.
        var found = number.Length == 0 ? photos.StartingWith(text).ToList() : photos.StartingWith(PhotoNames.IsMedia(text) || text.Contains('.') ? Path.GetFileNameWithoutExtension(text) : text)
            .Where(name => Path.GetFileNameWithoutExtension(name) is var stem && stem.EndsWith(number, StringComparison.Ordinal)
                && FileNames.Key(stem[..^number.Length] + Path.GetExtension(name)).StartsWith(FileNames.Key(text), StringComparison.Ordinal)).ToList();
        if (number.Length == 0)
            found = found.Exists(HasNoNumber) ? found.FindAll(HasNoNumber) : found;
        // A live photo and its film share one description, and what was edited has none of its own.
        return found.Select(name => Path.GetFileNameWithoutExtension(name).Length).Distinct().Count() <= 1 ? PhotoNames.First(found, kind) : null;

        static bool HasNoNumber(string name) => Numbered(Path.GetFileNameWithoutExtension(name)).Number.Length == 0;
    }

    /// <summary>What speaks for a photo that is not here speaks for its film and for what was edited of it, <c>a-edited.jpg</c>, where that has no description of its own.</summary>
    internal static string? Derived(string description, PhotoNames photos, CompanionKind kind, IReadOnlySet<string> described)
    {
        (string text, string number) = Numbered(Whole(Path.GetFileNameWithoutExtension(description)));
        if (number.Length > 0)
            return null;
        foreach (string candidate in Bases(text).Where(PhotoNames.IsMedia))
        {
            string stem = Path.GetFileNameWithoutExtension(candidate), extension = Path.GetExtension(candidate);
            string? photo = photos.OfStem(stem, kind) is { } film && !described.Contains(film) ? film
                : PhotoNames.First(photos.StartingWith(stem + "-").Where(name => Path.GetExtension(name).Equals(extension, StringComparison.OrdinalIgnoreCase)
                    && TakeoutPartners.IsEditOf(name, stem) && !described.Contains(name)), kind);
            if (photo is not null)
                return photo;
        }

        return null;
    }

    /// <summary>What is left when any beginning of the suffix is taken away, the longest such first.</summary>
    private static IEnumerable<string> Bases(string text)
    {
        for (int length = Math.Min(Suffix.Length, text.Length - 1); length >= 0; length--)
            if (Suffix.AsSpan(0, length).Equals(text.AsSpan(text.Length - length), StringComparison.OrdinalIgnoreCase))
                yield return text[..^length];
    }

    private static (string Text, string Number) InnerNumber(string name)
    {
        foreach (string candidate in Bases(name))
            if (Numbered(candidate) is { Number.Length: > 0 } numbered)
                return numbered;
        return (name, "");
    }

    private static (string Text, string Number) Numbered(string text) =>
        Number().Match(text) is { Success: true } match ? (text[..match.Index], match.Value) : (text, "");

    private static string Insert(string name, string number) =>
        number.Length == 0 ? name : Path.GetFileNameWithoutExtension(name) + number + Path.GetExtension(name);

    [GeneratedRegex(@"\([0-9]{1,6}\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
