using ImaLink.Files;

namespace ImaLink.Media.Companions;

/// <summary>What a companion is called when its photo is called otherwise. Pure.</summary>
internal static class CompanionPlace
{
    /// <summary>
    /// Where a companion lies when it has followed its photo: <c>a.nef.xmp</c>, <c>a.xmp</c>, <c>a_01.nef.xmp</c> keep their manner and
    /// their own case.
    /// </summary>
    /// <param name="companion">Its path.</param>
    /// <param name="photo">The photo's path at that time.</param>
    /// <param name="movedTo">The photo's path now.</param>
    internal static string Follow(string companion, string photo, string movedTo) =>
        photo == movedTo ? companion : movedTo[..^NameOf(movedTo).Length] + Renamed(NameOf(companion), NameOf(photo), NameOf(movedTo));

    private static string Renamed(string companion, string photo, string name)
    {
        if (photo == name)
            return companion;
        if (Rest(companion, photo) is { } afterName)
            return name + afterName;
        string stem = Path.GetFileNameWithoutExtension(name);
        if (CompanionKind.Of(companion)?.Has(NameManner.Takeout) == true)
            return name + Path.GetExtension(companion); // what was cut or numbered anew would be no name that tells
        return stem + (Rest(companion, Path.GetFileNameWithoutExtension(photo)) ?? Path.GetExtension(companion));
    }

    /// <summary>What follows the photo's name in the companion's; null where that begins otherwise.</summary>
    private static string? Rest(string companion, string start)
    {
        if (companion.Length > start.Length && companion.StartsWith(start, StringComparison.Ordinal))
            return companion[start.Length..];
        string key = FileNames.Key(start);
        for (int length = companion.Length - 1; length > 0; length--)
            if (FileNames.Key(companion[..length]) == key)
                return companion[length..];
        return null;
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
