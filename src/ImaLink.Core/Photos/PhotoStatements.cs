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

    // Read, said and forgotten together.
    private const int AtOnce = 500;

    private readonly DurableFiles _files = new();

    private readonly Dictionary<long, SessionWords> _sessions = [];
    private readonly HashSet<long> _storages = [];

    /// <summary>As the public constructor, with files that tests make fail.</summary>
    internal PhotoStatements(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files)
        : this(catalog, lockTimeout) => _files = files;

    /// <summary>Says something of photos, all of it in one transaction.</summary>
    /// <param name="edits">Photos, with values by field; null withdraws.</param>
    /// <exception cref="ImaLinkException">CatalogBusy, CatalogUnavailable, InvalidValue.</exception>
    public void Say(IEnumerable<(long Photo, IReadOnlyDictionary<string, string?> Changes)> edits) => Say(() => edits);

    /// <summary>Says what follows from what the catalog knows then, all of it in one transaction: nobody says anything between.</summary>
    /// <param name="edits">Gives photos, with values by field; null withdraws.</param>
    /// <exception cref="ImaLinkException">CatalogBusy, CatalogUnavailable, InvalidValue.</exception>
    public void Say(Func<IEnumerable<(long Photo, IReadOnlyDictionary<string, string?> Changes)>> edits) => catalog.Transaction(() =>
    {
        foreach ((long Photo, IReadOnlyDictionary<string, string?> Changes)[] some in edits().Chunk(AtOnce))
        {
            ILookup<long, long> images = catalog.Statements.ImagesOf(some.Select(edit => edit.Photo).Distinct()).ToLookup(image => image.Photo, image => image.Image);
            List<(long Image, IReadOnlyDictionary<string, string?> Changes)>[] said = Array.ConvertAll(some, edit => images[edit.Photo].Select(image => (image, edit.Changes)).ToList());
            Say([.. said.SelectMany(edit => edit)], () => catalog.Statements.Say(some).Zip(said).Where(edit => edit.First != 0).SelectMany(edit => edit.Second));
        }
    });

    /// <summary>Says what is of one image alone, of several in one transaction and one version: which photo they belong to, which stands for it.</summary>
    internal void SayOfImages(IReadOnlyCollection<(long Image, IReadOnlyDictionary<string, string?> Changes)> said) =>
        catalog.Transaction(() => Say(said, () => catalog.Statements.SayOfImages(said) == 0 ? [] : said));

    /// <summary>What is due for these storages is written, too: a command that was killed may have said it.</summary>
    internal void Include(IEnumerable<long> storages) => _storages.UnionWith(storages);

    /// <param name="said">What is to be said of which images.</param>
    /// <param name="say">Says it, and tells what of it was new.</param>
    private void Say(IReadOnlyCollection<(long Image, IReadOnlyDictionary<string, string?> Changes)> said, Func<IEnumerable<(long Image, IReadOnlyDictionary<string, string?> Changes)>> say)
    {
        foreach ((_, long session, long storage, bool isDue, long edits) in catalog.Sessions.OfImages(said.Select(one => one.Image).Distinct()))
        {
            _sessions.TryAdd(session, new SessionWords(storage)); // also where it says nothing new: a command that was killed may have said it and not written it
            _sessions[session].Before(isDue, edits);
        }

        ILookup<long, IReadOnlyDictionary<string, string?>> news = say().ToLookup(one => one.Image, one => one.Changes);
        if (news.Count == 0)
            return;
        foreach ((long image, long session, _, _, long edits) in catalog.Sessions.OfImages(news.Select(one => one.Key)))
            _sessions[session].After(image, news[image].SelectMany(changes => changes.Keys), edits);
    }

    /// <summary>Writes what is due to the storages of the photos, if they are there. One that cannot be written gets it later, and is told.</summary>
    /// <param name="cancellationToken">Ends waiting for a storage that another process writes; what was begun is written.</param>
    /// <returns>Why storages could not be written; empty where all that are there were.</returns>
    public IReadOnlyList<ImaLinkException> Write(CancellationToken cancellationToken = default)
    {
        var problems = new List<ImaLinkException>();
        ILookup<long, (long Session, SessionWords Said)> words = _sessions.ToLookup(session => session.Value.Storage, session => (session.Key, session.Value));
        long[] storages = [.. words.Select(storage => storage.Key).Union(_storages)];
        _sessions.Clear();
        _storages.Clear();
        foreach (long id in storages)
        {
            StorageRow storage = catalog.Storages.Get(id);
            if (!storage.IsActive || storage.Retired || !catalog.Storages.IsDue(storage.Id) || !StorageProbe.IsReachable(storage))
                continue;
            try
            {
                using StorageWriter writer = StorageWriter.Open(catalog, storage, _files, lockTimeout, cancellationToken);
                foreach ((long session, SessionWords said) in words[id])
                    Append(writer, session, said);
                writer.WriteIndexes(CancellationToken.None);
            }
            catch (ImaLinkException e)
            {
                problems.Add(new(e.Code, $"What was said of photos is kept in the catalog and does not stand in the indexes of '{storage.Name}' yet: {e.Message} The next command that writes this storage writes it.", storage.Name, e));
            }
        }

        return problems;
    }

    /// <summary>Where little was said of a large session, and nothing else is due for it, its index is left and the words are appended beside it.</summary>
    private void Append(StorageWriter writer, long session, SessionWords said)
    {
        if (!said.IsAll || said.Images.Count is 0 or > MostAppended || !catalog.Sessions.IsDueForWordsAlone(session, said.Edits) || said.Images.Count * ShareAppended > catalog.Sessions.FileCount(session))
            return;
        List<SaidLine> lines = [.. said.Images.Select(image => new SaidLine(catalog.Images.Key(image.Key), [.. catalog.Statements.OfImage(image.Key).Where(word => image.Value.Contains(word.Field))]))];
        writer.Indexes.AppendSaid(session, lines, said.Edits);
    }
}
