using ImaLink.Import;
using ImaLink.Storage;

namespace ImaLink.Reconcile;

/// <summary>The names by which sidecars belong to their photo. Pure.</summary>
internal static class Sidecars
{
    /// <summary>
    /// The photo that a sidecar belongs to: <c>a.nef</c> of <c>a.nef.xmp</c>; else the file called <c>a</c> beside it, the RAW before
    /// its JPEG; null where there is none.
    /// </summary>
    /// <param name="sidecar">Its path.</param>
    /// <param name="photos">Paths of the photos beside it.</param>
    internal static string? Holder(string sidecar, IReadOnlyList<string> photos)
    {
        string stem = Path.ChangeExtension(sidecar, null);
        return photos.FirstOrDefault(photo => IsSame(photo, stem))
            ?? photos.Where(photo => IsSame(Path.ChangeExtension(photo, null), stem)).OrderBy(photo => SourceWalk.IsRaw(photo) ? 0 : 1).FirstOrDefault();
    }

    private static bool IsSame(string one, string other) => FileNames.Key(one) == FileNames.Key(other);

    /// <summary>Where a sidecar lies when it has followed its photo: <c>a.nef.xmp</c> and <c>a.xmp</c> keep their manner.</summary>
    /// <param name="sidecar">Its path.</param>
    /// <param name="photo">The photo's path at that time.</param>
    /// <param name="movedTo">The photo's path now.</param>
    internal static string Follow(string sidecar, string photo, string movedTo)
    {
        if (photo == movedTo)
            return sidecar;
        string extension = Path.GetExtension(sidecar);
        return sidecar.Length == photo.Length + extension.Length && sidecar.StartsWith(photo, StringComparison.OrdinalIgnoreCase)
            ? movedTo + extension
            : Path.ChangeExtension(movedTo, null) + extension;
    }
}
