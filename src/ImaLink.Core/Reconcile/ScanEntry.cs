using ImaLink.Index;

namespace ImaLink.Reconcile;

/// <summary>What becomes of an index entry by what a scan read. Pure.</summary>
internal static class ScanEntry
{
    /// <summary>
    /// The entry of a file whose content changed: identity and facts as read, everything else, such as photo, origin, sidecars and
    /// fields that this version does not know, as it was. The former content is remembered.
    /// </summary>
    internal static FileEntry Replace(FileEntry former, FileEntry read, string now)
    {
        read.CreatedAt = former.CreatedAt;
        read.OriginalFilename = former.OriginalFilename;
        read.OriginalPath = former.OriginalPath;
        read.State = FileState.Present;
        read.LastVerified = now;
        read.Photo = former.Photo;
        read.Companions = former.Companions;
        read.Extra = former.Extra;
        bool sameImage = (read.Hothash, read.Width, read.Height) == (former.Hothash, former.Width, former.Height);
        read.HasHotpreview = sameImage && former.HasHotpreview;
        read.FormerHothashes = sameImage ? former.FormerHothashes : null;
        read.Previous = [.. former.Previous ?? [], new FormerContent { Sha256 = former.Sha256, FileSize = former.FileSize, Until = now }];
        return read;
    }
}
