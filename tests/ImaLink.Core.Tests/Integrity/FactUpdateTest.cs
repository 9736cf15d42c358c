using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Integrity;

namespace ImaLink.Tests.Integrity;

/// <summary>An archive whose facts were read by readers of an earlier version, which were wrong in some.</summary>
public abstract class FactUpdateTest : IntegrityTest
{
    private protected void With(Action<CatalogDatabase> work) => Mine.Use<object?>(db =>
    {
        work(db);
        return null;
    });

    private protected FactUpdateRequest Request(bool force = false, bool rehearsal = false) =>
        new() { Filters = [new FileFilter { Storages = [Selector.ByUuid(Mine.Storage.Uuid)] }], Force = force, Rehearsal = rehearsal };

    private protected List<FactChange> Run(bool force = false, bool rehearsal = false, DurableFiles? files = null, TimeSpan? lockTimeout = null) =>
        Mine.Use(db => new FactUpdateService(db, lockTimeout ?? Timeout, files ?? new DurableFiles()).Run(Request(force, rehearsal), Mine.Reporter, default).ToList());

    /// <summary>Makes files known as an earlier version knew them, in catalog and index.</summary>
    private protected void Age(string? name = null, Action<FileEntry>? change = null, int? version = null) => With(db =>
    {
        using StorageWriter writer = StorageWriter.Open(db, db.Storages.Find(Mine.Storage.Uuid)!, new DurableFiles(), Timeout, default);
        db.Transaction(() =>
        {
            foreach (ImageFile file in new FileQuery(db).Run(new FileFilter()).ToList())
            {
                FileRow row = db.Files.Get(file.Id);
                FileEntry entry = new FileEntries(db).Get(file.Id);
                entry.FactsVersion = version;
                if (name is null || name == file.Name)
                    change?.Invoke(entry);
                db.Files.Put(row.StorageId, row.SessionId, entry);
                db.Sessions.MarkDirty(row.SessionId);
            }
        });
        writer.WriteIndexes();
    });

    private protected List<FileEntry> Entries() => [.. SessionIndexFile.ReadFiles(Mine.Layout.SessionIndex(1))];
}
