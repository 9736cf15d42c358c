using System.Security.Cryptography;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Companions;
using ImaLink.Media.Formats;
using ImaLink.Media.Metadata;

namespace ImaLink.Photos;

/// <summary>Writes the sidecars of one storage that is open for writing.</summary>
internal sealed class SidecarExport(CatalogDatabase catalog, StorageRow storage, DurableFiles files, SidecarExportRequest request)
{
    private readonly StorageLayout _layout = new(storage.Root);
    private readonly FileEntries _entries = new(catalog);
    private readonly SaidWords _said = new(catalog);
    private readonly WordIntake _words = new(catalog);
    private readonly List<(long FileId, CompanionEntry Sidecar)> _written = [];

    /// <summary>Describes one file; null where nothing is said of it.</summary>
    /// <exception cref="ImaLinkException">StorageFull, ReadOnly: no other can be written either.</exception>
    internal SidecarResult? Write(long fileId)
    {
        FileEntry file = _entries.Get(fileId);
        CompanionEntry[] sidecars = [.. (file.Companions ?? []).Where(companion => companion.Kind == CompanionKind.Sidecar && companion.State != FileState.Missing
            && CompanionFacts.IsOf(NameOf(companion.Path), file.Filename!))];
        try
        {
            if (!_layout.Reaches(file.Path!) || !File.Exists(_layout.FullName(file.Path!)))
                return Refused(file, file.Path!, "The file is not there.", Sync);
            TakeUnread(fileId, sidecars);
            List<Statement> said = _said.Of(fileId);
            Dictionary<Guid, string> albums = _said.Albums(fileId);
            if (sidecars.Length == 0 && albums.Count == 0 && !said.Exists(word => word.Value is not null))
                return null;
            ImageFacts facts = SaidFacts.Of(said, file, albums);
            if (sidecars.Length == 0)
                return New(fileId, file, facts);
            // Where two programs keep one each, both get it.
            SidecarResult[] results = [.. sidecars.Select(sidecar => Merge(fileId, file, sidecar, facts))];
            return Array.Find(results, result => !result.Ok) ?? Array.Find(results, result => result.Verdict != SidecarVerdict.Unchanged) ?? results[0];
        }
        catch (ImaLinkException e) when (e.Code is not (ErrorCode.StorageFull or ErrorCode.ReadOnly))
        {
            return Refused(file, sidecars.FirstOrDefault()?.Path ?? file.Path!, e.Message);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return Refused(file, file.Path!, IoErrors.Wrap(e, _layout.FullName(file.Path!)).Message);
        }
    }

    /// <summary>Records what was written.</summary>
    internal void Record()
    {
        if (_written.Count == 0)
            return;
        catalog.Transaction(() =>
        {
            foreach ((long file, CompanionEntry sidecar) in _written)
            {
                catalog.Files.AddCompanion(file, sidecar);
                catalog.Sessions.MarkDirty(catalog.Files.Get(file).SessionId);
            }
        });
        _written.Clear();
    }

    /// <summary>A sidecar that an earlier version recorded unread may say what is not said yet.</summary>
    private void TakeUnread(long fileId, CompanionEntry[] sidecars)
    {
        if (request.Rehearsal || Array.TrueForAll(sidecars, sidecar => sidecar.Words is not null))
            return;
        catalog.Transaction(() =>
        {
            foreach (CompanionEntry sidecar in sidecars.Where(sidecar => sidecar.Words is null))
            {
                sidecar.Words = _words.Take(_layout, fileId, sidecar).Words;
                catalog.Files.SetCompanionWords(fileId, sidecar.Path, sidecar.Words);
            }
        });
    }

    private SidecarResult New(long fileId, FileEntry file, ImageFacts facts)
    {
        string extension = Path.GetExtension(file.Path!), stem = file.Path![..^extension.Length];
        bool isRaw = FormatTable.Find(file.FileFormat ?? "")?.Kind == MediaKind.Raw;
        string path = request.IsAdobe && isRaw ? $"{stem}.xmp" : $"{file.Path}.xmp";
        if (request is { IsAdobe: true, Force: false } && isRaw && Twin(file) is { } twin)
            return Refused(file, path, $"'{twin}' has the same name but for its extension, and to other programs '{NameOf(path)}' would describe both. -Force writes it all the same, and without -Naming it is called '{file.Filename}.xmp'.");
        if (!_layout.Reaches(path))
            return Refused(file, path, "A link leads out of the storage.");
        string full = _layout.FullName(path);
        if (Path.Exists(full))
            return Unrecorded(fileId, file, path, facts) ?? Refused(file, path, "A file of that name is there and not recorded.", Sync);
        XmpDocument document = XmpDocument.New();
        XmpRecipe.Write(document, facts, request.WithParentTags);
        if (request.IsAdobe && isRaw)
            document.Set(XmpName.SidecarForExtension, XmpValue.Of(extension.TrimStart('.').ToUpperInvariant()));
        byte[] bytes = document.ToBytes();
        if (!request.Rehearsal)
        {
            if (!files.TryWriteNew(full, stream => stream.Write(bytes)))
                return Refused(file, path, "A file of that name is there and not recorded.", Sync);
            Note(fileId, file, path, bytes);
        }

        return Result(SidecarVerdict.Written, file, path);
    }

    private SidecarResult Merge(long fileId, FileEntry file, CompanionEntry sidecar, ImageFacts facts)
    {
        if (!_layout.Reaches(sidecar.Path) || !File.Exists(_layout.FullName(sidecar.Path)))
            return Refused(file, sidecar.Path, "The sidecar is not there.", Sync);
        string full = _layout.FullName(sidecar.Path);
        byte[] there = FileReading.ReadAllBytes(full, XmpPacket.MaxLength);
        if (Digest(there) != sidecar.Sha256)
            return Unrecorded(fileId, file, sidecar.Path, facts) ?? Refused(file, sidecar.Path, "Another program wrote it since. What it says now has to be taken over first.", Sync);
        XmpDocument document;
        try
        {
            document = XmpDocument.Parse(there);
        }
        catch (InvalidDataException e)
        {
            return Refused(file, sidecar.Path, $"{e.Message} It was left as it is; mend it with the program that wrote it, or move it away.");
        }

        if (Unread(there, file) is { } unread)
            return Refused(file, sidecar.Path, $"Not all that it says could be taken over, and it would be lost: {unread} It was left as it is.");
        if (sidecar.Words is null && !request.Rehearsal)
            return Refused(file, sidecar.Path, "What it says has not been taken over yet.", Sync);
        XmpRecipe.Write(document, facts, request.WithParentTags);
        if (!document.IsChanged)
            return Result(SidecarVerdict.Unchanged, file, sidecar.Path);
        byte[] bytes = document.ToBytes();
        if (!request.Rehearsal)
        {
            files.Replace(full, stream => stream.Write(bytes), lastLook: () => RequireSame(full, sidecar));
            Note(fileId, file, sidecar.Path, bytes);
        }

        return Result(SidecarVerdict.Merged, file, sidecar.Path);
    }

    /// <summary>Records a sidecar that says all that is said, and nothing else: a run that was stopped wrote it, or another program changed in it what is its own. Null where it is none.</summary>
    private SidecarResult? Unrecorded(long fileId, FileEntry file, string path, ImageFacts facts)
    {
        var there = new FileInfo(_layout.FullName(path));
        if (!there.Exists || there.LinkTarget is not null || there.Length > XmpPacket.MaxLength)
            return null;
        byte[] bytes = FileReading.ReadAllBytes(there.FullName, XmpPacket.MaxLength);
        try
        {
            XmpDocument document = XmpDocument.Parse(bytes);
            XmpRecipe.Write(document, facts, request.WithParentTags);
            if (document.IsChanged || Unread(bytes, file) is not null)
                return null;
        }
        catch (InvalidDataException)
        {
            return null;
        }

        if (!request.Rehearsal)
            Note(fileId, file, path, bytes);
        return Result(SidecarVerdict.Unchanged, file, path);
    }

    /// <summary>What of a sidecar was not read, or could not be recorded; null where all of it was.</summary>
    private static string? Unread(byte[] there, FileEntry file)
    {
        using var stream = new MemoryStream(there);
        ImageFacts read = SidecarReader.Read(stream);
        IReadOnlyList<string> refused = FileWords.OfSidecar(read, file).Refused;
        return read.Warnings.Count > 0 ? read.Warnings[0] : refused.Count > 0 ? refused[0] : null;
    }

    private static void RequireSame(string full, CompanionEntry sidecar)
    {
        if (Digest(FileReading.ReadAllBytes(full, XmpPacket.MaxLength)) != sidecar.Sha256)
            throw new ImaLinkException(ErrorCode.CopyFailed, "Another program wrote it just now. Sync-ImaFileStorage takes over what it says.", full);
    }

    private void Note(long fileId, FileEntry file, string path, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        string now = IndexTime.FormatUtc(DateTime.UtcNow);
        CompanionEntry? former = (file.Companions ?? []).Find(companion => companion.Path == path);
        _written.Add((fileId, new CompanionEntry
        {
            Path = path,
            FileSize = bytes.Length,
            Sha256 = Digest(bytes),
            Kind = CompanionKind.Sidecar,
            ModifiedAt = IndexTime.FormatUtc(File.GetLastWriteTimeUtc(_layout.FullName(path))),
            State = FileState.Present,
            LastVerified = now,
            Words = FileWords.OfSidecar(SidecarReader.Read(stream), file).Digest,
            Previous = former is null ? null : ContentOrder.Append(former.Previous, former.Sha256, former.FileSize, now),
            Extra = former?.Extra,
        }));
    }

    /// <summary>Another photo or film that the sidecar would seem to describe.</summary>
    private string? Twin(FileEntry file)
    {
        string folder = Path.GetDirectoryName(_layout.FullName(file.Path!))!, stem = FileNames.Key(Path.GetFileNameWithoutExtension(file.Filename!));
        return Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))
            .FirstOrDefault(name => name != file.Filename && PhotoNames.IsMedia(name) && FileNames.Key(Path.GetFileNameWithoutExtension(name)) == stem);
    }

    private FormattableString Sync => $"Sync-ImaFileStorage {storage.Name}";

    private SidecarResult Refused(FileEntry file, string path, string why, FormattableString? mend = null) => Result(SidecarVerdict.Refused, file, path) with { Detail = why, Mend = mend };

    private SidecarResult Result(string verdict, FileEntry file, string path) => new()
    {
        Verdict = verdict,
        FullName = _layout.FullName(path),
        RelativePath = path,
        PhotoPath = _layout.FullName(file.Path!),
        Storage = storage.Name,
        StorageUuid = storage.Uuid,
    };

    private static string Digest(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
