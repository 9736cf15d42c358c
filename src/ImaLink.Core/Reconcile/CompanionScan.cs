using ImaLink.Archive.Judging;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Companions;

namespace ImaLink.Reconcile;

/// <summary>
/// Finds the registered companions: beside their photo, wherever that lies now, or by their bytes. What is left and lies beside a
/// registered photo, by the names that an import goes by, is a new companion of it.
/// </summary>
internal sealed class CompanionScan(CatalogDatabase catalog, StorageLayout layout, ScanTable table, ScanReading reading, FileJudge judge, bool full)
{
    private readonly Dictionary<string, Folder> _folders = new(StringComparer.Ordinal);

    internal void Run(CancellationToken cancellationToken)
    {
        if (!full)
            table.Batch(() => Each(Unread));
        foreach (FoundFile found in table.CompanionsToRead())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reading.Sha256(found, cancellationToken) is { } sha256)
                table.SetSha256(found.Id, sha256);
            else
                table.Settle(found.Id, ScanVerdict.Left);
        }

        table.Batch(() => Each(InPlace));
        table.Batch(() => Each(Rewritten));
        table.Batch(() => Each(ByBytes));
        table.Batch(() => Each(ByPlace));
        foreach (FoundFile found in table.StrayCompanions())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Join(found, cancellationToken);
        }
    }

    private void Each(Action<LostCompanion> decide)
    {
        foreach (LostCompanion lost in table.OpenCompanions())
            decide(lost);
    }

    /// <summary>It followed its photo, with the same size and time: not opened.</summary>
    private void Unread(LostCompanion lost)
    {
        if (!lost.WasMissing && Beside(lost) is { } found && found.Size == lost.Recorded.FileSize
            && IndexTime.ParseUtc(lost.Recorded.ModifiedAt) is { } modified && FileTimes.IsSame(found.Modified, modified.Ticks))
            table.SettleCompanion(lost, ScanVerdict.Linked, found);
    }

    private void InPlace(LostCompanion lost)
    {
        if (Beside(lost) is { } found && found.Sha256 == lost.Recorded.Sha256)
            table.SettleCompanion(lost, ScanVerdict.Same, found);
    }

    /// <summary>What lies where it should and is no other's is the companion, edited or decayed, wherever its former bytes may be found too.</summary>
    private void Rewritten(LostCompanion lost)
    {
        if (Beside(lost) is { } found && (found.Sha256 is null || !table.IsLostCompanion(found.Sha256)))
            ByPlace(lost);
    }

    private void ByBytes(LostCompanion lost)
    {
        if (table.CompanionWith(lost.Recorded.Sha256) is { } found)
            table.SettleCompanion(lost, ScanVerdict.Same, found);
    }

    private void ByPlace(LostCompanion lost)
    {
        if ((Beside(lost) ?? table.CompanionAt(FileNames.Key(lost.Recorded.Path))) is not { } found)
        {
            table.SettleCompanion(lost, table.WasLeft(lost.Recorded.Path) ? ScanVerdict.Left : ScanVerdict.Missing, null);
            return;
        }

        string? sha256 = found.Sha256 ?? reading.Sha256(found, CancellationToken.None);
        if (sha256 is null)
        {
            table.SettleCompanion(lost, ScanVerdict.Left, found);
            return;
        }

        table.SetSha256(found.Id, sha256);
        (string verdict, string? why) = Judge(lost, found);
        bool isDecay = FileVerdict.IsDamage(verdict);
        table.SettleCompanion(lost, isDecay ? ScanVerdict.Corrupt : ScanVerdict.Changed, found, isDecay ? why : null);
    }

    /// <summary>The verdict of Test-ImaFile: who edits a companion changes its time, decay does not.</summary>
    private (string Verdict, string? Detail) Judge(LostCompanion lost, FoundFile found)
    {
        CompanionEntry known = lost.Recorded;
        var recorded = new RecordedFile(known.FileSize, IndexTime.ParseUtc(known.ModifiedAt), known.Sha256, "");
        DateTime? lastVerified = IndexTime.ParseUtc(known.LastVerified ?? catalog.Files.Get(lost.FileId).LastVerified);
        FileSight seen = FileLook.At(layout, found.Path, lost.Recorded.Sha256, null, CancellationToken.None);
        return judge.JudgeCompanion(recorded, lastVerified, seen, layout.FullName(found.Path), CancellationToken.None);
    }

    private void Join(FoundFile found, CancellationToken cancellationToken)
    {
        // What belongs to a photo that is new comes with it when that is adopted.
        if (Holder(found.Path) is not ({ } photo, { } holder))
            return;
        if ((found.Sha256 ?? reading.Sha256(found, cancellationToken)) is not { } sha256)
        {
            table.Settle(found.Id, ScanVerdict.Left);
            return;
        }

        table.SetSha256(found.Id, sha256);
        bool cameAlong = catalog.Files.Companions(photo).Exists(companion => companion.Sha256 == sha256);
        table.SettleNewCompanion(found, photo, holder, cameAlong ? null : $"It has a companion now, '{found.Path}'.");
    }

    /// <summary>The photo beside it that a found companion belongs to; without an id where it is not registered.</summary>
    private (long? FileId, string? Path) Holder(string path)
    {
        string folder = path[..(path.LastIndexOf('/') + 1)];
        // A folder and those above it are remembered; the walk comes back to no other.
        foreach (string left in _folders.Keys.Where(other => !folder.StartsWith(other, StringComparison.Ordinal)).ToList())
            _folders.Remove(left);
        if (!_folders.TryGetValue(folder, out Folder? photos))
            _folders.Add(folder, photos = Look(folder));
        return photos.Companions.Of(path[folder.Length..])?.Photo is { } name ? (photos.Ids[name], folder + name) : default;
    }

    private Folder Look(string folder)
    {
        Dictionary<string, long?> ids = table.PhotosIn(folder).DistinctBy(photo => photo.Path).ToDictionary(photo => photo.Path[folder.Length..], photo => photo.FileId, StringComparer.Ordinal);
        return new Folder(ids, new FolderCompanions(ids.Keys, name => TakeoutFile.Title(reading.FullName(folder + name))));
    }

    private sealed record Folder(Dictionary<string, long?> Ids, FolderCompanions Companions);

    private FoundFile? Beside(LostCompanion lost) => lost.HolderNow is null ? table.CompanionAt(FileNames.Key(lost.Recorded.Path))
        : table.CompanionAt(FileNames.Key(CompanionPlace.Follow(lost.Recorded.Path, lost.Holder, lost.HolderNow)));
}
