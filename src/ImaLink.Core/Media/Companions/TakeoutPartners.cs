using System.Text.RegularExpressions;
using ImaLink.Files;

namespace ImaLink.Media.Companions;

/// <summary>
/// Which description of a Takeout speaks for a photo that has none of its own: that of the other half of a live photo (<c>IMG_1.HEIC.json</c> of <c>IMG_1.MP4</c>), or of the photo that it was
/// edited from (<c>IMG_1-edited.jpg</c>, in whatever language). From the photo to its description, as only that way is sure. Pure.
/// </summary>
internal sealed partial class TakeoutPartners
{
    private readonly Dictionary<string, FileInfo> _byName = new(StringComparer.Ordinal), _byStem = new(StringComparer.Ordinal);

    /// <param name="described">The photos that have a description, and that.</param>
    internal TakeoutPartners(IEnumerable<(string Photo, FileInfo Description)> described)
    {
        foreach ((string photo, FileInfo description) in described)
        {
            _byName.TryAdd(FileNames.Key(photo), description);
            _byStem.TryAdd(FileNames.Key(Path.GetFileNameWithoutExtension(photo)), description);
        }
    }

    /// <summary>The description that speaks for a photo; null where none does.</summary>
    internal FileInfo? Of(string photo)
    {
        if (_byName.Count == 0 || !PhotoNames.IsMedia(photo))
            return null;
        string stem = Path.GetFileNameWithoutExtension(photo);
        if (_byStem.TryGetValue(FileNames.Key(stem), out FileInfo? half))
            return half;
        // What is told behind the dash is a word: digits are another photo's.
        return Edited().Match(stem) is { Success: true } edit
            ? _byName.GetValueOrDefault(FileNames.Key(edit.Groups[1].Value + edit.Groups[2].Value + Path.GetExtension(photo))) ?? _byStem.GetValueOrDefault(FileNames.Key(edit.Groups[1].Value + edit.Groups[2].Value)) : null;
    }

    /// <summary>Whether a photo, by its name, was edited from one of this stem.</summary>
    internal static bool IsEditOf(string photo, string stem) => Edited().Match(Path.GetFileNameWithoutExtension(photo)) is { Success: true } edit
        && FileNames.Key(edit.Groups[1].Value + edit.Groups[2].Value) == FileNames.Key(stem);

    [GeneratedRegex(@"^(.+)-[^-0-9()]{2,30}(\([0-9]{1,6}\))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Edited();
}
