using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Reconcile;

/// <summary>Finds the documents that their owner moved, by their bytes. One that is nowhere stays where it is recorded.</summary>
internal sealed class DocumentScan(CatalogDatabase catalog, ScanTable table, ScanReading reading, StorageLayout layout, long storageId)
{
    internal List<(DocumentRow Document, FoundFile Found)> Run(CancellationToken cancellationToken)
    {
        var moved = new List<(DocumentRow, FoundFile)>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (DocumentRow document in catalog.Documents.OfStorage(storageId).Where(row => !IsThere(row)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            FoundFile? found = table.StraysOfSize(document.Entry.FileSize).OrderBy(stray => stray.Name == document.Entry.Path[(document.Entry.Path.LastIndexOf('/') + 1)..] ? 0 : 1)
                .FirstOrDefault(stray => !taken.Contains(stray.Path) && catalog.Documents.ByPath(storageId, stray.Path) is null
                    && (stray.Sha256 ?? reading.Sha256(stray, cancellationToken)) == document.Entry.Sha256);
            if (found is null)
                continue;
            taken.Add(found.Path);
            moved.Add((document, found));
        }

        return moved;
    }

    private bool IsThere(DocumentRow document) => File.Exists(layout.FullName(document.Entry.Path));
}
