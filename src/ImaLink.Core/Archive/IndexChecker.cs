using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>
/// Checks the indexes of a storage where they lie, without writing: are they there and whole, do they agree with each other, with
/// the catalog, with the files and with the manifest?
/// </summary>
/// <param name="catalog">The catalog to compare with, where it knows the storage; null for none.</param>
/// <param name="reporter">Takes progress.</param>
public sealed class IndexChecker(CatalogDatabase? catalog, OperationReporter reporter)
{
    private long _entries;

    /// <summary>One result for the master index, each session index and the manifest; for sessions that are named, for their indexes alone.</summary>
    /// <param name="root">The storage's own directory.</param>
    /// <param name="sessions">The sessions; null for all.</param>
    /// <param name="cancellationToken">Stops between two entries.</param>
    /// <exception cref="ImaLinkException">SessionNotFound.</exception>
    public IEnumerable<IndexFileCheck> Check(string root, IReadOnlyList<Selector>? sessions, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(root))
        {
            yield return new IndexFileCheck { FullName = root, Verdict = IndexVerdict.Offline, Detail = "The storage is not there. Connect its drive.", Storage = Path.GetFileName(root) };
            yield break;
        }

        IndexInventory inventory = IndexInventory.Read(root, cancellationToken);
        StorageRow? known = inventory.Storage is { } info ? catalog?.Storages.Find(info.Uuid) : null;
        IReadOnlyList<SessionSource> wanted = sessions is null ? inventory.Sessions : [.. sessions.SelectMany(inventory.Select).Distinct()];
        if (sessions is null)
            yield return CheckMaster(inventory, known);
        ManifestCheck? manifest = sessions is null ? ManifestCheck.Read(inventory.Layout.Manifest, cancellationToken) : null;
        bool complete = true;
        foreach (SessionSource source in wanted)
        {
            var result = CheckSession(inventory, source, known, manifest, cancellationToken);
            complete &= result.Entries is not null;
            yield return result;
        }

        if (sessions is null)
            foreach (IndexFileCheck album in new AlbumChecker(catalog, inventory, known).Check(cancellationToken))
                yield return album;
        if (manifest is not null)
            yield return CheckManifest(inventory, manifest, complete);
    }

    private static IndexFileCheck CheckMaster(IndexInventory inventory, StorageRow? known)
    {
        string path = inventory.Layout.MasterIndex;
        if (inventory.MasterState != IndexState.Valid)
            return Result(inventory, path, [(Absence(path), Problem(inventory, path, inventory.MasterProblem!) + (inventory.Master is null ? "" : " Its previous version can stand in for it."))]);
        MasterIndex master = inventory.Master!;
        var found = new List<(string, string)>();
        if (known is not null && IndexDigest.Of(path) != known.IndexSha256)
            found.Add((IndexVerdict.Unmerged, "It is not the one that the catalog remembers: another catalog wrote it. Update-ImaIndex takes over what it says."));
        if (known?.Dirty == true)
            found.Add((IndexVerdict.Unwritten, "The catalog has changes that are not in it. Update-ImaIndex writes them."));
        return Result(inventory, path, found) with { Revision = master.Revision, Entries = master.ImportSessions.Count };
    }

    private IndexFileCheck CheckSession(IndexInventory inventory, SessionSource source, StorageRow? known, ManifestCheck? manifest, CancellationToken cancellationToken)
    {
        source.Verify(cancellationToken);
        var found = new List<(string, string)>();
        if (source.Problem is { } problem)
            found.Add((source.State == IndexState.Older ? IndexVerdict.Older : Absence(source.IndexPath), Problem(inventory, source.IndexPath, problem) + (source.State == IndexState.Backup ? " Its previous version can stand in for it." : "")));
        else if (source.State == IndexState.Newer)
            found.Add((IndexVerdict.Newer, "It was written after the master index. Update-ImaIndex brings that up to date."));
        if (SaidOverlay.Of(source.IndexPath).Problem is { } said)
            found.Add((IndexVerdict.Damaged, Problem(inventory, source.IndexPath, said)));
        if (source.UsablePath == source.IndexPath)
            CompareWithCatalog(source, known, found);
        long? entries = null;
        if (source.UsablePath is not null)
        {
            var files = new FilesCheck(inventory.Layout);
            var words = new SaidCheck();
            entries = Read(source.UsablePath, files, words, manifest, cancellationToken);
            if (files.Differences is { } differences)
                found.Add((IndexVerdict.FilesDiffer, differences));
            if (words.Differences is { } strange)
                found.Add((IndexVerdict.NotUnderstood, strange));
        }

        return Result(inventory, source.IndexPath, found) with
        {
            Session = source.Title,
            SessionUuid = source.Uuid,
            Revision = source.UsablePath == source.IndexPath ? source.Header?.Revision : null,
            Entries = source.UsablePath == source.IndexPath ? entries : null,
        };
    }

    private void CompareWithCatalog(SessionSource source, StorageRow? known, List<(string, string)> found)
    {
        if (known is null)
            return;
        SessionRow? row = catalog!.Sessions.Find(known.Id, source.Uuid!.Value);
        if (row is not null && SaidOverlay.Of(source.IndexPath) is { Unreadable: null } said && said.State?.Sha256 != row.SaidSha256)
            found.Add((IndexVerdict.Unmerged, "Another catalog has said something since it was written. Update-ImaIndex takes over what it says."));
        if (row?.IndexSha256 != source.Sha256)
            found.Add((IndexVerdict.Unmerged, (row is null ? "The catalog does not know this session." : "It is not the one that the catalog remembers: another catalog wrote it.") + " Update-ImaIndex takes over what it says."));
        if (row?.Refused > 0)
            found.Add((IndexVerdict.Disputed, string.Create(CultureInfo.InvariantCulture, $"{row.Refused} file(s) in it are left to other sessions that claim their paths too. Update-ImaIndex -Session {row.Header.Id} writes it without them.")));
        if (row?.Dirty == true)
            found.Add((IndexVerdict.Unwritten, "The catalog has changes that are not in it. Update-ImaIndex writes them."));
    }

    private long Read(string path, FilesCheck files, SaidCheck words, ManifestCheck? manifest, CancellationToken cancellationToken)
    {
        long count = 0;
        foreach (FileEntry entry in SessionIndexFile.ReadFiles(path, Document))
        {
            cancellationToken.ThrowIfCancellationRequested();
            count++;
            if (_entries++ % 256 == 0)
                reporter.Progress?.Invoke(new OperationProgress { Activity = "Checking indexes", Item = path, Items = _entries });
            files.Look(entry);
            words.Look(entry);
            manifest?.Expect(entry.Path!, entry.Sha256!);
            entry.Companions?.ForEach(companion => manifest?.Expect(companion.Path, companion.Sha256));
        }

        return count;

        void Document(DocumentEntry document)
        {
            files.Look(document.Path, document.FileSize);
            manifest?.Expect(document.Path, document.Sha256);
        }
    }

    private static IndexFileCheck CheckManifest(IndexInventory inventory, ManifestCheck manifest, bool complete)
    {
        string path = inventory.Layout.Manifest;
        if (manifest.Trouble is { } trouble)
            return Result(inventory, path, [(Absence(path), Problem(inventory, path, trouble.Message) + " Update-ImaIndex writes it again.")]);
        List<(string, string)> found = manifest.Differences(complete) is { } differences
            ? [(IndexVerdict.Differs, differences + " Update-ImaIndex -Force writes it again.")] : [];
        return Result(inventory, path, found) with { Entries = manifest.Lines };
    }

    /// <summary>What is wrong, without what FullName says already.</summary>
    private static string Problem(IndexInventory inventory, string path, string problem) => !File.Exists(path) ? "It is not there."
        : problem.Replace(inventory.Layout.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    private static string Absence(string path) => File.Exists(path) ? IndexVerdict.Damaged : IndexVerdict.Missing;

    internal static IndexFileCheck Result(IndexInventory inventory, string path, List<(string Verdict, string Detail)> found) => new()
    {
        FullName = path,
        Verdict = found.Count == 0 ? IndexVerdict.Valid : found[0].Verdict,
        Detail = found.Count == 0 ? null : string.Join(" ", found.Select(item => item.Detail).Where(text => text.Length > 0)),
        Storage = inventory.Storage?.DisplayName ?? Path.GetFileName(inventory.Layout.Root),
        StorageUuid = inventory.Storage?.Uuid,
    };
}
