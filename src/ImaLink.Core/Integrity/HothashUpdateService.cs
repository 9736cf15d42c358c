using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Identity;

namespace ImaLink.Integrity;

/// <summary>
/// Gives registered files the hothash that the present rules give. A file that was registered before its format had a rule
/// is known by all of its bytes; it is read again and keeps its photo, and the old value in <c>former_hothashes</c>.
/// </summary>
public sealed class HothashUpdateService(CatalogDatabase catalog, TimeSpan lockTimeout)
{
    private const int Batch = 256;
    private readonly StorageService _storages = new(catalog, lockTimeout);

    /// <summary>The one class that writes; a test gives one that fails.</summary>
    internal DurableFiles Files { get; init; } = new();

    /// <summary>The files that would be read again: known as a whole though their format has a rule.</summary>
    /// <param name="storage">Whose.</param>
    /// <param name="force">All present files instead.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ImaLinkException">StorageOffline.</exception>
    public IEnumerable<ImageFile> Candidates(Guid storage, bool force, CancellationToken cancellationToken)
    {
        StorageRow row = _storages.Row(storage);
        StorageProbe.RequireOnline(row);
        var layout = new StorageLayout(row.Root);
        var query = new FileQuery(catalog);
        foreach (RekeyCandidate candidate in catalog.Files.Rekeyable(row.Id, force))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (force || HasRule(layout, candidate.Path))
                yield return query.Run(new FileFilter { Ids = [candidate.FileId] }).First();
        }
    }

    /// <summary>
    /// Re-keys the files of a storage. What is done is kept in the catalog when it is stopped, and goes into the indexes with
    /// the next command that writes the storage. Run again, it goes on; with nothing left to be done it changes nothing.
    /// </summary>
    /// <param name="storage">Whose files.</param>
    /// <param name="force">Reads all present files, not only those that are known as a whole though their format has a rule.</param>
    /// <param name="changed">Takes each changed file, once the catalog has it.</param>
    /// <param name="reporter">Who is told; a file that cannot be read, or is not what was recorded, is an error and stays.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ImaLinkException">StorageOffline, StorageBusy, StorageRetired, IndexTooNew, IndexCorrupt, ReadOnly.</exception>
    public void Run(
        Guid storage, bool force, Action<FileUpdate> changed, OperationReporter reporter, CancellationToken cancellationToken)
    {
        using StorageWriter writer = StorageWriter.Open(catalog, _storages.Row(storage), Files, lockTimeout, cancellationToken);
        var update = new HothashUpdate(writer);
        var query = new FileQuery(catalog);
        var batch = new List<ReadAgain>();
        (long files, long bytes) = (0, 0);
        foreach (ReadAgain read in ParallelOrdered.Map(
            catalog.Files.Rekeyable(writer.StorageId, force), Environment.ProcessorCount, 64,
            (candidate, token) => Read(writer.Layout, candidate, force, token), cancellationToken))
        {
            if (read.Error is not null)
                reporter.Error?.Invoke(read.Error);
            else if (read.Identity is not null)
                batch.Add(read);
            if (batch.Count == Batch)
                Apply();
            bytes += read.Identity?.Length ?? 0;
            reporter.Progress?.Invoke(new OperationProgress
            {
                Activity = "Updating hothashes",
                Item = read.Candidate.Path,
                Items = ++files,
                Bytes = bytes,
            });
        }

        Apply();
        writer.WriteIndexes(cancellationToken);
        writer.Previews.Make(reporter, cancellationToken);

        void Apply()
        {
            foreach (long id in update.Apply(batch))
                changed(FileUpdate.Of(query.Run(new FileFilter { Ids = [id] }).First(), UpdateVerdict.HothashUpdated));
            batch.Clear();
        }
    }

    private static ReadAgain Read(StorageLayout layout, RekeyCandidate candidate, bool force, CancellationToken cancellationToken)
    {
        string path = layout.FullName(candidate.Path);
        try
        {
            if (!force && IdentityReader.Detect(layout.Inside(candidate.Path))?.ImageData is null)
                return new ReadAgain(candidate, null, null);
            FileIdentity identity = IdentityReader.Read(layout.Inside(candidate.Path), IdentityParts.All, cancellationToken);
            return identity.Sha256 == candidate.Sha256
                ? new ReadAgain(candidate, identity, null)
                : new ReadAgain(candidate, null, new ImaLinkException(ErrorCode.FileChanged,
                    $"'{path}' does not hold the bytes that are recorded of it, so its hothash was left as it is. Compare the storage first.", path));
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return new ReadAgain(candidate, null, IoErrors.Wrap(e, path));
        }
    }

    private static bool HasRule(StorageLayout layout, string path)
    {
        try
        {
            return IdentityReader.Detect(layout.Inside(path))?.ImageData is not null;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return true; // the update itself says what is wrong with it
        }
    }
}

/// <summary>A registered file that was read again: what it is now, or why that is not known, or neither where it has no rule.</summary>
internal sealed record ReadAgain(RekeyCandidate Candidate, FileIdentity? Identity, ImaLinkException? Error);
