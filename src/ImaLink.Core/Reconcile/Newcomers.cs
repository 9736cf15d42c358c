using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Reconcile;

/// <summary>
/// What is left of the found files when all lost ones of the storage have been looked for: moved here from another storage, a
/// further copy of a known image, or new.
/// </summary>
internal sealed class Newcomers(CatalogDatabase catalog, StorageRow storage, ScanTable table, ScanReading reading, bool full)
{
    private readonly Dictionary<long, StorageRow?> _others = [];

    internal void Settle(CancellationToken cancellationToken)
    {
        if (full)
            reading.Whole("disk.is_read = 0", cancellationToken);
        table.IgnoreNoImages();
        reading.Fingerprints(ScanTable.SizeOfAnyFile, cancellationToken);
        foreach (FoundFile found in table.Open())
        {
            cancellationToken.ThrowIfCancellationRequested();
            table.Batch(() => Settle(found, cancellationToken));
        }
    }

    private void Settle(FoundFile found, CancellationToken cancellationToken)
    {
        if (IsHidden(found.Path))
        {
            table.Settle(found.Id, ScanVerdict.Ignored);
            return;
        }

        var known = table.KnownFiles(found);
        var gone = known.Where(row => row.StorageId != storage.Id && row.Fingerprint == found.Fingerprint && IsGone(row));
        foreach (FileRow row in gone.OrderBy(row => row.State == FileState.Missing))
        {
            if (found.Sha256 is null)
            {
                Probed probed = reading.One(found, cancellationToken);
                if (probed.Trouble is not null)
                {
                    table.Leave(found);
                    return;
                }

                if (probed.Entry is null)
                    break;
                table.SetRead(found.Id, probed.Entry, probed.IsCut);
                found = found with { Sha256 = probed.Entry.Sha256, Hothash = probed.Entry.Hothash };
            }

            if (row.Sha256 != found.Sha256 || !table.IsUnclaimed(row.Id, found.Id))
                continue;
            StorageRow other = _others[row.StorageId]!;
            table.SettleFromElsewhere(found.Id, row.Id, new StorageLayout(other.Root).FullName(row.Path), $"From the storage '{other.Name}'.");
            return;
        }

        if (known.Find(row => row.State == FileState.Present || row.StorageId != storage.Id) is { } copy)
            table.Settle(found.Id, ScanVerdict.Copied, copy.StorageId == storage.Id ? $"Of {copy.Path}." : $"Of {copy.Path} in the storage '{catalog.Storages.Get(copy.StorageId).Name}'.", copy.Id);
        else
            table.Settle(found.Id, ScanVerdict.New);
    }

    /// <summary>
    /// Whether a file of another storage is really not there, the storage being accessible; one that is recorded as missing has not
    /// moved anywhere yet.
    /// </summary>
    private bool IsGone(FileRow row)
    {
        if (row.State == FileState.Missing && table.IsContinued(row))
            return false;
        if (!_others.TryGetValue(row.StorageId, out StorageRow? other))
        {
            other = catalog.Storages.Get(row.StorageId);
            _others.Add(row.StorageId, other = StorageProbe.IsOnline(other) ? other : null);
        }

        return other is not null && !File.Exists(new StorageLayout(other.Root).FullName(row.Path));
    }

    /// <summary>What lies in hidden and system folders is not the owner's: the same that an import leaves out.</summary>
    private static bool IsHidden(string path) => path.Split('/').SkipLast(1)
        .Any(segment => SystemFolders.IsName(segment));
}
