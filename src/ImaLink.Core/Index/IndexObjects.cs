using ImaLink.Media.Identity;

namespace ImaLink.Index;

/// <summary>What the indexes say, as the objects that commands emit.</summary>
internal static class IndexObjects
{
    /// <summary>A session, by the header of its index.</summary>
    internal static ImportSession Session(SessionHeader header, long id, string storage, Guid storageUuid, string indexFile)
    {
        SessionCounts counts = header.Counts ?? new SessionCounts();
        return new ImportSession
        {
            Id = id,
            Uuid = header.Uuid,
            Title = header.Title,
            Description = header.Description,
            ImportedAt = IndexTime.ParseUtc(header.ImportedAt) ?? default,
            Author = header.DefaultAuthor?.Name,
            Storage = storage,
            StorageUuid = storageUuid,
            Status = header.Status ?? SessionStatus.Completed,
            InPlace = header.InPlace ?? false,
            SourcePath = header.SourcePath,
            TimeZone = header.TimeZone,
            Files = counts.Imported + counts.Variant,
            SourceFiles = counts.SourceFiles,
            Imported = counts.Imported,
            Duplicate = counts.Duplicate,
            Variant = counts.Variant,
            Companion = counts.Companion,
            Skipped = counts.Skipped,
            StillChanging = counts.StillChanging,
            Failed = counts.Failed,
            EndingEarly = counts.EndingEarly,
            Bytes = header.Bytes,
            Duration = TimeSpan.FromSeconds(header.DurationSeconds),
            IndexFile = indexFile,
        };
    }

    /// <summary>A file, by its entry in the index of its session alone.</summary>
    internal static ImageFile File(FileEntry entry, FileHome home) => File(entry, 0, home, PhotoEvidence.Of(SaidOf(entry, StatementField.Photo)).Photo ?? entry.Image.PhotoUuid, SaidOf(entry, StatementField.Role));

    private static string? SaidOf(FileEntry entry, string field) => entry.Said?.Find(statement => statement.Field == field)?.Value;

    /// <summary>A file, by its entry in the index of its session or in the catalog.</summary>
    /// <param name="entry">Its entry.</param>
    /// <param name="id">The catalog's number for it; 0 where an index told of it.</param>
    /// <param name="home">Where it is.</param>
    /// <param name="photo">The photo that its image belongs to.</param>
    /// <param name="role">What its image is there, as canonical JSON.</param>
    internal static ImageFile File(FileEntry entry, long id, FileHome home, Guid photo, string? role)
    {
        string path = entry.Path!;
        CaptureTime? taken = CaptureTime.Parse(entry.TakenAt, entry.TakenAtSource)?.In(home.TimeZone);
        return new ImageFile
        {
            Id = id,
            Hothash = entry.Hothash,
            Scheme = entry.HothashScheme ?? HothashScheme.ImageData,
            Name = path[(path.LastIndexOf('/') + 1)..],
            RelativePath = path,
            FullName = home.Layout.FullName(path),
            Storage = home.Storage,
            StorageUuid = home.StorageUuid,
            Session = home.Session,
            SessionUuid = home.SessionUuid,
            PhotoUuid = photo,
            Role = CanonicalJson.Text(role),
            Length = entry.FileSize,
            Sha256 = entry.Sha256!,
            Format = entry.FileFormat,
            TakenAt = taken?.Time,
            TakenAtOffset = taken?.Offset,
            TakenAtSource = entry.TakenAtSource,
            TakenAtPrecision = taken?.Precision.ToString(),
            Width = entry.Width,
            Height = entry.Height,
            Orientation = entry.Orientation,
            CameraMake = entry.CameraMake,
            CameraModel = entry.CameraModel,
            LensModel = entry.LensModel,
            Iso = entry.Iso,
            Aperture = entry.Aperture,
            ExposureTime = entry.ExposureTime,
            FocalLength = entry.FocalLength,
            GpsLatitude = entry.GpsLatitude,
            GpsLongitude = entry.GpsLongitude,
            GpsAltitude = entry.GpsAltitude,
            OriginalName = entry.OriginalFilename,
            ModifiedAt = IndexTime.ParseUtc(entry.ModifiedAt),
            State = entry.State ?? FileState.Present,
            MissingSince = IndexTime.ParseUtc(entry.MissingSince),
            LastVerified = IndexTime.ParseUtc(entry.LastVerified),
            IsReplica = entry.ReplicaOf is not null,
            AwaitsReading = entry is { LastVerified: null, LinkedSince: not null },
            HasHotpreview = entry.HasHotpreview,
            CompanionEntries = entry.Companions ?? (IReadOnlyList<CompanionEntry>)[],
        };
    }
}

/// <summary>Storage and session of a file, and the zone of the session.</summary>
internal sealed record FileHome(StorageLayout Layout, string Storage, Guid StorageUuid, string Session, Guid SessionUuid, string? TimeZone);
