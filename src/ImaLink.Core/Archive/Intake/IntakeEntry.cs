using ImaLink.Index;
using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;

namespace ImaLink.Archive.Intake;

/// <summary>The index entry of a file that was read: identity and facts. Pure.</summary>
internal static class IntakeEntry
{
    /// <summary>What a read told of a file, and what it says itself.</summary>
    /// <param name="taken">A file that was taken in, with its identity.</param>
    /// <param name="path">Its path in the storage.</param>
    internal static FileEntry Of(IntakeResult taken, string path)
    {
        (FileIdentity identity, ImageFacts facts) = (taken.Identity!, taken.Facts);
        var entry = new FileEntry
        {
            Hothash = identity.Hothash,
            Path = path,
            Filename = path[(path.LastIndexOf('/') + 1)..],
            FileSize = identity.Length,
            Sha256 = identity.Sha256,
            Fingerprint = identity.Fingerprint,
            HothashScheme = identity.Scheme,
            FileFormat = identity.Format,
            MimeType = identity.MimeType,
            ModifiedAt = IndexTime.FormatUtc(taken.ModifiedAt),
        };
        SetFacts(entry, facts);
        FileWords words = FileWords.Of(facts);
        (entry.Said, entry.Words) = (words.Statements(), words.Digest);
        return entry;
    }

    /// <summary>What a file says of its picture, as the present readers tell it, in place of what an entry says (<see cref="EntryFacts"/>).</summary>
    internal static void SetFacts(FileEntry entry, ImageFacts facts)
    {
        entry.TakenAt = facts.TakenAt?.ToString();
        entry.TakenAtSource = facts.TakenAt?.Source;
        entry.Width = facts.Width;
        entry.Height = facts.Height;
        entry.Orientation = facts.Orientation;
        entry.CameraMake = facts.CameraMake;
        entry.CameraModel = facts.CameraModel;
        entry.LensModel = facts.LensModel;
        entry.Iso = facts.Iso;
        entry.Aperture = facts.Aperture;
        entry.ExposureTime = facts.ExposureTime;
        entry.FocalLength = facts.FocalLength;
        entry.GpsLatitude = facts.GpsLatitude;
        entry.GpsLongitude = facts.GpsLongitude;
        entry.GpsAltitude = facts.GpsAltitude;
        entry.ContentIdentifier = facts.ContentIdentifier;
        entry.BurstId = facts.BurstId;
        entry.FactsVersion = FactReader.Version;
    }

    /// <summary>
    /// The entry of a file whose content changed: identity and facts as read, everything else, such as what is said, origin, companions and
    /// fields that this version does not know, as it was. The former content is remembered.
    /// </summary>
    internal static FileEntry Replace(FileEntry former, FileEntry read, string now)
    {
        read.CreatedAt = former.CreatedAt;
        read.OriginalFilename = former.OriginalFilename;
        read.OriginalPath = former.OriginalPath;
        // The name that told it may be another now.
        if (read.TakenAt is null && former.TakenAtSource == DateSources.FileName)
            (read.TakenAt, read.TakenAtSource) = (former.TakenAt, former.TakenAtSource);
        read.State = FileState.Present;
        read.LastVerified = now;
        read.Said = Succession.Of(former.Said, former.Image, read.Image);
        read.Companions = former.Companions;
        read.ReplicaOf = former.ReplicaOf;
        read.Extra = former.Extra;
        bool sameImage = (read.Hothash, read.Width, read.Height) == (former.Hothash, former.Width, former.Height);
        read.HasHotpreview = sameImage && former.HasHotpreview;
        read.FormerHothashes = sameImage ? former.FormerHothashes : null;
        read.Previous = ContentOrder.Append(former.Previous, former.Sha256, former.FileSize, now);
        return read;
    }
}
