using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

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

    // Of sessions that nothing else was due for: what was said of which image.
    private readonly Dictionary<long, Dictionary<long, HashSet<string>>> _said = [];
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
        {
            List<(long Session, long Image)> due = [.. catalog.Statements.NotDue(photo)];
            if (catalog.Statements.Say(photo, changes) == 0)
                continue;
            _any = true;
            foreach ((long session, long image) in due)
            {
                if (!_said.TryGetValue(session, out Dictionary<long, HashSet<string>>? images))
                    _said.Add(session, images = []);
                if (!images.TryGetValue(image, out HashSet<string>? fields))
                    images.Add(image, fields = []);
                fields.UnionWith(changes.Keys);
            }
        }
    });

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

        _said.Clear();
        return problems;
    }

    /// <summary>Where little was said of a large session, and nothing else is due for it, its index is left and the words are appended beside it.</summary>
    private void Append(StorageWriter writer)
    {
        foreach (SessionRow session in catalog.Sessions.OfStorage(writer.StorageId))
        {
            if (!_said.TryGetValue(session.Id, out Dictionary<long, HashSet<string>>? images) || images.Count > MostAppended
                || images.Count * ShareAppended > catalog.Sessions.FileCount(session.Id) || !catalog.Sessions.IsDueForWordsAlone(session.Id))
                continue;
            List<SaidLine> lines = [.. images.Select(image => new SaidLine(catalog.Images.Key(image.Key), [.. catalog.Statements.OfImage(image.Key).Where(said => image.Value.Contains(said.Field))]))];
            writer.Indexes.AppendSaid(session.Id, lines);
        }
    }
}
