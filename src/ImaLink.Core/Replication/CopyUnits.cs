using ImaLink.Catalog;
using ImaLink.Identity;
using ImaLink.Index;
using ImaLink.Storage;

namespace ImaLink.Replication;

/// <summary>Compares a session with its replica: what is still to be copied. It looks at the catalog and at the disk, and changes neither.</summary>
internal sealed class CopyUnits(CatalogDatabase catalog, StorageRow target)
{
    private readonly StorageLayout _layout = new(target.Root);

    /// <summary>The files of the session in the order of their paths.</summary>
    internal IEnumerable<CopyUnit> Of(SessionRow session, CancellationToken cancellationToken)
    {
        SessionRow? replica = catalog.Sessions.Find(target.Id, session.Header.Uuid);
        Dictionary<string, Queue<FileRow>> held = (replica is null ? [] : catalog.Files.BySession(replica.Id)).GroupBy(row => row.Sha256)
            .ToDictionary(group => group.Key, group => new Queue<FileRow>(group), StringComparer.Ordinal);
        foreach (FileRow row in catalog.Files.BySession(session.Id))
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<CompanionEntry> companions = catalog.Files.Companions(row.Id);
            if (held.TryGetValue(row.Sha256, out Queue<FileRow>? same) && same.TryDequeue(out FileRow? there))
            {
                HashSet<string> known = [.. catalog.Files.Companions(there.Id).Select(companion => companion.Sha256)];
                companions.RemoveAll(companion => known.Contains(companion.Sha256));
                yield return new CopyUnit(row, there.Path, null, companions);
            }
            else if (FindElsewhere(row, replica?.Id, cancellationToken) is { } linked)
            {
                yield return new CopyUnit(row, null, linked, []);
            }
            else
            {
                yield return new CopyUnit(row, null, null, companions);
            }
        }
    }

    private string? FindElsewhere(FileRow row, long? replica, CancellationToken cancellationToken) => catalog.Files.BySha256(row.Sha256)
        .Where(other => other.StorageId == target.Id && other.SessionId != replica && other.State == FileState.Present)
        .Select(other => other.Path).FirstOrDefault(path => _layout.Reaches(path) && HasSha256(_layout.FullName(path), row.Sha256, cancellationToken));

    private static bool HasSha256(string path, string sha256, CancellationToken cancellationToken)
    {
        try
        {
            return IdentityReader.Read(path, IdentityParts.Sha256, cancellationToken).Sha256 == sha256;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return false;
        }
    }
}
