using ImaLink.Archive;
using ImaLink.Archive.Judging;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Integrity;

/// <summary>Finds where former content of files is accessible: in a storage, or in the trash of one. The catalog's thread.</summary>
internal sealed class FormerCopies(CatalogDatabase catalog, DurableFiles files, Replicas replicas, OperationReporter reporter)
{
    private ILookup<string, string>? _trash;

    /// <summary>Full paths; only bytes prove that one is what it is recorded to be.</summary>
    internal List<string> Of(string sha256, string exceptFullName) => [.. replicas.Of(sha256, exceptFullName), .. (_trash ??= Trash())[sha256]];

    private ILookup<string, string> Trash() => catalog.Storages.All().Where(StorageProbe.IsOnline)
        .SelectMany(storage => TrashFolder.All(files, new StorageLayout(storage.Root)))
        .SelectMany(folder => folder.Read(reporter).Where(folder.Holds).Select(entry => (entry.Entry.Sha256, Path: folder.FileOf(entry))))
        .Where(item => item.Sha256 is not null).ToLookup(item => item.Sha256!, item => item.Path);
}
