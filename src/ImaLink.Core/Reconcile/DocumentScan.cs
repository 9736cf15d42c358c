using ImaLink.Catalog;
using ImaLink.Storage;

namespace ImaLink.Reconcile;

/// <summary>Finds the documents that their owner moved, by their bytes. One that is nowhere stays where it is recorded.</summary>
internal sealed class DocumentScan(CatalogDatabase catalog, ScanTable table, ScanReading reading, StorageLayout layout, long storageId)
{
    internal List<(DocumentRow Document, FoundFile Found)> Run(CancellationToken cancellationToken)
    {
        var moved = new List<(DocumentRow, FoundFile)>();
        List<DocumentRow> documents = catalog.Documents.OfStorage(storageId);
        HashSet<string> taken = documents.Select(row => row.Entry.Path).Where(path => File.Exists(layout.FullName(path))).ToHashSet(StringComparer.Ordinal);
        foreach (DocumentRow document in documents.Where(row => !taken.Contains(row.Entry.Path)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            FoundFile? found = table.StraysOfSize(document.Entry.FileSize).OrderBy(stray => stray.Name == document.Entry.Path[(document.Entry.Path.LastIndexOf('/') + 1)..] ? 0 : 1)
                .FirstOrDefault(stray => !taken.Contains(stray.Path) && (stray.Sha256 ?? reading.Sha256(stray, cancellationToken)) == document.Entry.Sha256);
            if (found is null)
                continue;
            taken.Add(found.Path);
            moved.Add((document, found));
        }

        return moved;
    }
}
