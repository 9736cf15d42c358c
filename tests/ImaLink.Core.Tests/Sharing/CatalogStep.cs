using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Reconcile;
using ImaLink.Recovery;
using ImaLink.Tests.Import;
using ImaLink.Trash;

namespace ImaLink.Tests.Sharing;

/// <summary>One command of one catalog on its one storage, as a user types it.</summary>
internal sealed class CatalogStep(CatalogDatabase db, DurableFiles files, string cards, Random random)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static int _photo;

    public static readonly Dictionary<string, Action<CatalogStep>> All = new()
    {
        ["import"] = step => step.Import(),
        ["resume"] = step => step.Resume(),
        ["remove"] = step => step.Remove(),
        ["remove session"] = step => step.RemoveSession(),
        ["set session"] = step => step.SetSession(),
        ["sync"] = step => step.Sync(null),
        ["sync -AddNew"] = step => step.Sync("Found"),
        ["restore trash"] = step => step.RestoreTrash(),
        ["update index"] = step => step.UpdateIndex(),
        ["restore catalog"] = step => step.RestoreCatalog(),
    };

    private StorageRow Storage => db.Storages.All().Single();

    private SessionOperations Sessions => new(db, Patience, files);

    private TrashService Trash => new(db, Patience, files);

    private void Import()
    {
        string card = Directory.CreateDirectory(Path.Combine(cards, Guid.NewGuid().ToString("N"))).FullName;
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            string path = Path.Combine(card, $"p{random.Next(6)}.jpg");
            string? known = random.Next(5) == 0 ? Directory.EnumerateFiles(cards, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault() : null;
            int number = Interlocked.Increment(ref _photo);
            File.WriteAllBytes(path, known is null ? TestPhotos.Jpeg(number) : File.ReadAllBytes(known));
            File.SetLastWriteTimeUtc(path, new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(7 * number));
            if (random.Next(4) == 0)
                File.WriteAllBytes(Path.ChangeExtension(path, ".xmp"), TestPhotos.Xmp($"{number}"));
        }

        Sessions.Import(Selector.ByUuid(Storage.Uuid), new ImportRequest
        {
            Paths = [card],
            Title = $"Session {random.Next(4)}",
            Layout = random.Next(2) == 0 ? "{source}" : "{session}/{source}",
            NoPreview = random.Next(3) > 0,
        }, OperationReporter.None, default);
    }

    private void Resume()
    {
        foreach (InterruptedSession import in Sessions.Resumable(null, null).ToList()) // another's too, as who has looked at its sources
            _ = Sessions.Resume(null, Selector.ByUuid(import.SessionUuid), import.SourcesSha256, skipMissingSource: true, null, OperationReporter.None, default).ToList();
    }

    private void Remove()
    {
        long[] ids = [.. db.Sessions.OfStorage(Storage.Id).SelectMany(session => db.Files.BySession(session.Id)).Select(file => file.Id).Order()];
        if (ids.Length > 0)
            Trash.Remove(Storage.Uuid, random.GetItems(ids, random.Next(1, 4)).Distinct().ToList(), default);
    }

    private void RemoveSession()
    {
        if (Choose() is { } session)
            Sessions.Remove(Sessions.Get(Selector.ByUuid(session.Header.Uuid), null), includeFile: random.Next(2) == 0, default);
    }

    private void SetSession()
    {
        if (Choose() is { } session)
            Sessions.Set(Sessions.Get(Selector.ByUuid(session.Header.Uuid), null), random.Next(2) == 0 ? $"Title {random.Next(100)}" : null, $"Description {random.Next(100)}", null, random.GetItems<string?>(["Asia/Tokyo", "America/New_York", null], 1)[0]);
    }

    private SessionRow? Choose()
    {
        var all = db.Sessions.OfStorage(Storage.Id).Where(session => session.Header.Status == SessionStatus.Completed).ToList();
        return all.Count == 0 ? null : all[random.Next(all.Count)];
    }

    private void Sync(string? addNew) => new ReconcileService(db, Patience, files, new ImportService(db, Patience, files)).Sync(
        Storage.Uuid, new SyncRequest { AddNewTitle = addNew, AllowMassMissing = true }, _ => { }, OperationReporter.None, default);

    private void RestoreTrash()
    {
        string[] items = [.. Trash.Find(null, null, OperationReporter.None).Select(item => item.Id)];
        random.Shuffle(items);
        if (items.Length > 0)
            Trash.Restore(Storage.Uuid, items[..((items.Length + 1) / 2)], OperationReporter.None, default);
    }

    private void UpdateIndex() => new IndexUpdateService(db, Patience, files).Update(
        new StorageService(db, Patience).All().Single(), null, force: random.Next(2) == 0, OperationReporter.None, default);

    private void RestoreCatalog()
    {
        var recovery = new RecoveryService(db);
        foreach (IndexInventory found in recovery.Find([Storage.Root], OperationReporter.None, default))
            recovery.Restore(found, new RestoreRequest(), _ => { }, OperationReporter.None, default);
    }
}
