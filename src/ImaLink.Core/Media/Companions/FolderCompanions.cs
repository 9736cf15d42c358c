using System.Text.RegularExpressions;
using ImaLink.Files;

namespace ImaLink.Media.Companions;

/// <summary>A companion by its name.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Photo">The name of the photo beside it that it belongs to; null where there is none.</param>
/// <param name="IsDerived">Whether it describes a photo that is not here, and this was edited of that or is its film.</param>
internal readonly record struct CompanionMatch(CompanionKind Kind, string? Photo, bool IsDerived = false);

/// <summary>
/// Whose companion is it: the one rule of every operation, over the names of one folder. The photo of exactly its name goes first,
/// in each manner of naming; case and normal form are left aside only where that finds none. Pure.
/// </summary>
internal sealed partial class FolderCompanions
{
    private readonly PhotoNames _exact, _alike;
    private readonly Func<string, string?>? _title;
    private readonly Lazy<HashSet<string>> _described;

    /// <summary>The names of a folder.</summary>
    /// <param name="names">The names of its files, photos and companions alike.</param>
    /// <param name="title">Reads the upload name that a Takeout's description holds; asked where its own name does not tell.</param>
    internal FolderCompanions(IEnumerable<string> names, Func<string, string?>? title = null)
    {
        ILookup<bool, string> isCompanion = names.ToLookup(name => CompanionKind.Of(name) is not null);
        List<string> photos = [.. isCompanion[false]];
        (_exact, _alike, _title) = (new PhotoNames(photos, name => name), new PhotoNames(photos, FileNames.Key), title);
        _described = new(() => [.. isCompanion[true].Select(name => CompanionKind.Of(name)!.Has(NameManner.Takeout) ? Named(name, CompanionKind.Of(name)!) : null).OfType<string>()]);
    }

    /// <summary>What a file of the folder accompanies; null where it is no companion.</summary>
    internal CompanionMatch? Of(string name)
    {
        if (CompanionKind.Of(name) is not { } kind)
            return null;
        if (Named(name, kind) is { } photo)
            return new CompanionMatch(kind, photo);
        photo = kind.Has(NameManner.Takeout) ? TakeoutName.Derived(name, _exact, kind, _described.Value) ?? TakeoutName.Derived(name, _alike, kind, _described.Value) : null;
        return photo is not null || kind.IsSure ? new CompanionMatch(kind, photo, photo is not null) : null;
    }

    private string? Named(string name, CompanionKind kind) => Photo(name, kind, _exact) ?? Photo(name, kind, _alike) ?? ByTitle(name, kind);

    private static string? Photo(string name, CompanionKind kind, PhotoNames photos)
    {
        string stem = Path.GetFileNameWithoutExtension(name);
        return (kind.Has(NameManner.FullName) ? photos.Named(stem, kind) : null)
            ?? (kind.Has(NameManner.Stem) ? photos.OfStem(stem, kind) : null)
            ?? (kind.Has(NameManner.Copy) && Copy().Match(stem) is { Success: true } copy ? photos.Named(copy.Groups[1].Value + copy.Groups[2].Value, kind) : null)
            ?? (kind.Has(NameManner.Edit) && Edit().Match(stem) is { Success: true } edit ? photos.OfStem(edit.Groups[1].Value + edit.Groups[2].Value, kind) : null)
            ?? (kind.Has(NameManner.Clip) && Clip().Match(stem) is { Success: true } clip ? photos.OfStem(clip.Groups[1].Value, kind) : null)
            ?? (kind.Has(NameManner.Takeout) ? TakeoutName.Photo(name, photos, kind) : null);
    }

    /// <summary>The name under which the photo was once uploaded; Google cuts it, and replaces some of its characters.</summary>
    private string? ByTitle(string name, CompanionKind kind)
    {
        if (!kind.Has(NameManner.Takeout) || _title?.Invoke(name) is not { Length: > 0 } title)
            return null;
        string written = Replaced().Replace(title, "_");
        return _exact.Named(title, kind) ?? _exact.Named(written, kind) ?? _alike.Named(written, kind)
            ?? (written.Length > 47 ? PhotoNames.First(_alike.StartingWith(written[..42])
                .Where(photo => FileNames.Key(written).StartsWith(FileNames.Key(Path.GetFileNameWithoutExtension(photo)), StringComparison.Ordinal)), kind) : null);
    }

    [GeneratedRegex(@"^(.+)_[0-9]{2,}(\.[^.]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Copy();

    [GeneratedRegex("^(IMG_)[EO]([0-9]+)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Edit();

    [GeneratedRegex("^(.+)M[0-9]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex Clip();

    [GeneratedRegex("""[\\/:*?"<>|%&']""", RegexOptions.CultureInvariant)]
    private static partial Regex Replaced();
}
