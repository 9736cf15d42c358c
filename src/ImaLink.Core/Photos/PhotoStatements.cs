using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;

namespace ImaLink.Photos;

/// <summary>
/// Says things of photos for one command: durable in the catalog at once, and written to the indexes once, when the command ends. What no index has got then, as the storage is
/// not there or the process was killed, stays due in the catalog, and the next command that writes the storage writes it.
/// </summary>
public sealed class PhotoStatements(CatalogDatabase catalog, TimeSpan lockTimeout)
{
    // With more, the index is written whole: the append file is for a few at a time.
    private const int MostAppended = 256, ShareAppended = 8;

    private readonly DurableFiles _files = new();

    private bool _any;

    /// <summary>As the public constructor, with files that tests make fail.</summary>
    internal PhotoStatements(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files)
        : this(catalog, lockTimeout) => _files = files;

    /// <summary>Says something of photos, all of it in one transaction.</summary>
    /// <param name="edits">Photos, with values by field; null withdraws.</param>
    /// <exception cref="ImaLinkException">CatalogBusy, CatalogUnavailable, InvalidValue.</exception>
    public void Say(IEnumerable<(long Photo, IReadOnlyDictionary<string, string?> Changes)> edits) => catalog.Transaction(() =>
    {
        foreach ((long photo, IReadOnlyDictionary<string, string?> changes) in edits)
            _any |= catalog.Statements.Say(photo, changes) != 0;
    });

    /// <summary>Says what is of one image alone, of several in one transaction and one version: which photo they belong to, which stands for it.</summary>
    internal void SayOfImages(IReadOnlyCollection<(long Image, IReadOnlyDictionary<string, string?> Changes)> said) => _any |= catalog.Statements.SayOfImages(said) != 0;

    /// <summary>Writes what is due to the storages that are there. One that cannot be written gets it later, and is told.</summary>
    /// <returns>Why storages could not be written; empty where all that are there were.</returns>
    public IReadOnlyList<ImaLinkException> Write(CancellationToken cancellationToken = default)
    {
        var problems = new List<ImaLinkException>();
        if (!_any)
            return problems;
        _any = false;
        foreach (long id in catalog.Sessions.DueStorages())
        {
            StorageRow storage = catalog.Storages.Get(id);
            if (!storage.IsActive || storage.Retired || !StorageProbe.IsReachable(storage))
                continue;
            try
            {
                using StorageWriter writer = StorageWriter.Open(catalog, storage, _files, lockTimeout, cancellationToken);
                Append(writer);
                writer.WriteIndexes(cancellationToken);
            }
            catch (ImaLinkException e)
            {
                problems.Add(new(e.Code, $"What was said of photos is kept in the catalog and does not stand in the indexes of '{storage.Name}' yet: {e.Message} The next command that writes this storage writes it.", storage.Name, e));
            }
        }

        return problems;
    }

    /// <summary>Where little was said of a large session, and nothing else is due for it, its index is left and the words are appended beside it.</summary>
    private void Append(StorageWriter writer)
    {
        foreach (SessionRow session in catalog.Sessions.OfStorage(writer.StorageId).Where(session => catalog.Sessions.IsDueForWordsAlone(session.Id)))
        {
            int images = catalog.Statements.UnwrittenImages(session.Id, MostAppended + 1).Count;
            if (images is > 0 and <= MostAppended && images * ShareAppended <= catalog.Sessions.FileCount(session.Id))
                writer.Indexes.AppendSaid(session.Id);
        }
    }
}
