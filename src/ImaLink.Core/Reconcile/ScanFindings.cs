using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Media.Companions;

namespace ImaLink.Reconcile;

/// <summary>Tells the outcome of a scan as findings: what is known, its companions, what is missing, what is new; each by path.</summary>
internal sealed class ScanFindings(CatalogDatabase catalog, StorageRow storage, ScanTable table, ScanWords? words)
{
    private readonly StorageLayout _layout = new(storage.Root);

    /// <summary>A photo that was edited in two catalogs.</summary>
    internal Finding Of(ImageConflicts conflicts) => new()
    {
        Verdict = FindingVerdict.MetadataConflict,
        RelativePath = conflicts.Path,
        FullName = _layout.FullName(conflicts.Path),
        Hothash = conflicts.Hothash,
        Storage = storage.Name,
        StorageUuid = storage.Uuid,
        Session = conflicts.Session,
        SessionUuid = conflicts.SessionUuid,
        Detail = ConflictWords.Of(conflicts.Fields),
    };

    /// <summary>An album that was changed in two catalogs.</summary>
    internal Finding Of(AlbumConflict conflict) => new()
    {
        Verdict = FindingVerdict.MetadataConflict,
        RelativePath = _layout.RelativePath(_layout.Album(conflict.Uuid)),
        FullName = _layout.Album(conflict.Uuid),
        Storage = storage.Name,
        StorageUuid = storage.Uuid,
        Detail = $"Album '{conflict.Title}'. {ConflictWords.Of(conflict.Fields)}",
    };

    /// <summary>A document that its owner moved.</summary>
    internal Finding Of(DocumentRow document, FoundFile found)
    {
        SessionHeader session = catalog.Sessions.Get(document.SessionId).Header;
        return new Finding
        {
            Verdict = FindingVerdict.Moved,
            RelativePath = found.Path,
            OldPath = document.Entry.Path,
            FullName = new StorageLayout(storage.Root).FullName(found.Path),
            Storage = storage.Name,
            StorageUuid = storage.Uuid,
            Session = session.Title,
            SessionUuid = session.Uuid,
        };
    }

    internal IEnumerable<Finding> All() =>
        table.KnownChanges().SelectMany(Known)
            .Concat(table.CompanionChanges().Select(OfCompanion).OfType<Finding>())
            .Concat(table.NewCompanions().Where(added => added.Detail is not null)
                .Select(added => OfCompanion(FindingVerdict.MetadataChanged, added.FileId, added.Holder, added.Detail! + Said(added.Found.Path))))
            .Concat(table.MissingChanges().Select(change => Create(FindingVerdict.Missing, change.Lost!.Path, change)))
            .Concat(table.NewChanges().SelectMany(Newcomer));

    private IEnumerable<Finding> Known(ScanChange change)
    {
        string path = change.Found!.Path;
        if (change.Verdict == ScanVerdict.Corrupt)
            return [Create(FindingVerdict.Corrupt, path, change)];
        if (change.Verdict == ScanVerdict.FromElsewhere)
            return [FromElsewhere(change)];
        bool samePath = change.Found.At == change.Lost!.Id;
        var findings = ScanDecision.Kinds(change.Verdict, samePath, change.Lost.WasMissing)
            .Select(verdict => (verdict is FindingVerdict.MetadataChanged or FindingVerdict.Changed ? WithWords(Create(verdict, path, change)) : Create(verdict, path, change)) with { OldPath = path == change.Lost.Path || samePath ? null : change.Lost.Path });
        return change.Verdict == ScanVerdict.Changed
            ? findings.Concat(Collision(change, change.Found.Hothash, change.Found.Width, change.Found.Height, change.FileId))
            : findings;
    }

    private IEnumerable<Finding> Newcomer(ScanChange change)
    {
        FileRow? adopted = catalog.Files.ByPath(storage.Id, change.Found!.Path);
        SessionRow? session = adopted is null || adopted.State != FileState.Present ? null : catalog.Sessions.Get(adopted.SessionId);
        string verdict = change.Verdict == ScanVerdict.Copied ? FindingVerdict.Copied : FindingVerdict.New;
        FileEntry? entry = session is null ? null : new FileEntries(catalog).Get(adopted!.Id);
        Finding finding = Create(verdict, change.Found.Path, change) with
        {
            Hothash = change.Hothash ?? entry?.Hothash,
            Session = session?.Header.Title,
            SessionUuid = session?.Header.Uuid,
        };
        return Collision(change, finding.Hothash, entry?.Width ?? change.Found.Width, entry?.Height ?? change.Found.Height, adopted?.Id)
            .Select(collision => collision with { Session = finding.Session, SessionUuid = finding.SessionUuid }).Prepend(finding);
    }

    /// <summary>Whether a file has the hothash of an image of other dimensions. One that was not read has none to compare.</summary>
    private IEnumerable<Finding> Collision(ScanChange change, string? hothash, int width, int height, long? self)
    {
        if (hothash is null || table.Collision(hothash, width, height, self) is not var (otherWidth, otherHeight, path))
            yield break;
        yield return Create(FindingVerdict.HothashCollision, change.Found!.Path, change) with
        {
            Hothash = hothash,
            Detail = $"'{path}' has the same hothash and is {otherWidth} x {otherHeight}, this file is {width} x {height}.",
        };
    }

    private Finding? OfCompanion(CompanionChange change)
    {
        (LostCompanion lost, FoundFile? found) = (change.Companion, change.Found);
        string? what = change.Verdict switch
        {
            ScanVerdict.Changed => $"Its companion '{found!.Path}' changed.{Said(found.Path)}",
            ScanVerdict.Corrupt => $"Its companion '{found!.Path}' decayed. {change.Detail}",
            ScanVerdict.Missing => lost.HolderNow is null || lost.WasMissing ? null : $"Its companion '{lost.Recorded.Path}' is missing.",
            ScanVerdict.Left => null,
            _ when lost.WasMissing => $"Its companion '{found!.Path}' is there again.",
            _ when found!.Path == lost.Recorded.Path || found.Path == CompanionPlace.Follow(lost.Recorded.Path, lost.Holder, lost.HolderNow ?? lost.Holder) => null,
            _ => $"Its companion '{lost.Recorded.Path}' lies at '{found.Path}' now.",
        };
        if (what is null)
            return null;
        string verdict = change.Verdict == ScanVerdict.Corrupt ? FindingVerdict.Corrupt : FindingVerdict.MetadataChanged;
        return OfCompanion(verdict, lost.FileId, lost.HolderNow ?? lost.Holder, what);
    }

    /// <summary>What happened to a companion is told of its photo.</summary>
    private Finding OfCompanion(string verdict, long photo, string path, string what)
    {
        FileRow row = catalog.Files.Find(photo) ?? catalog.Files.ByPath(storage.Id, path)!; // the other storage may have forgotten one that came along
        SessionRow session = catalog.Sessions.Get(row.SessionId);
        return new Finding
        {
            Verdict = verdict,
            RelativePath = path,
            FullName = _layout.FullName(path),
            Hothash = row.Hothash,
            Storage = storage.Name,
            StorageUuid = storage.Uuid,
            Session = session.Header.Title,
            SessionUuid = session.Header.Uuid,
            Detail = what,
        };
    }

    /// <summary>Before it is applied the file is another storage's, after that this one's.</summary>
    private Finding FromElsewhere(ScanChange change)
    {
        Finding finding = Create(FindingVerdict.Moved, change.Found!.Path, change) with { OldPath = change.Former };
        if (catalog.Files.ByPath(storage.Id, change.Found.Path) is not { State: FileState.Present } row)
            return finding;
        SessionRow session = catalog.Sessions.Get(row.SessionId);
        return finding with { Hothash = row.Hothash, Session = session.Header.Title, SessionUuid = session.Header.Uuid };
    }

    /// <summary>What was taken over of what an edited file says, with a blank before it.</summary>
    private string Said(string path) => words?.Told(path) ?? "";

    private Finding WithWords(Finding finding) => Said(finding.RelativePath) is { Length: > 0 } said ? finding with { Detail = (finding.Detail + said).Trim() } : finding;

    private Finding Create(string verdict, string path, ScanChange change) => new()
    {
        Verdict = verdict,
        RelativePath = path,
        FullName = _layout.FullName(path),
        Hothash = change.Hothash,
        Storage = storage.Name,
        StorageUuid = storage.Uuid,
        Session = change.Session,
        SessionUuid = change.SessionUuid,
        Detail = change.Detail,
    };
}
