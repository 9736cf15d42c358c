using System.Diagnostics;
using ImaLink.Archive;
using ImaLink.Archive.Grouping;
using ImaLink.Catalog;
using ImaLink.Files;

namespace ImaLink.Photos;

/// <summary>
/// Finds among the images that are there those of one shot. What is found is said in the catalog some at a time, so that whoever stops it, or kills the process, loses nothing: what
/// is one photo is not looked at again. The indexes get it at the end, each once.
/// </summary>
public sealed class GroupUpdateService(CatalogDatabase catalog, TimeSpan lockTimeout)
{
    // So many images, with all that may be of the same shots, are in memory at once.
    private const int PageImages = 100;
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(300);

    private readonly DurableFiles _files = new();

    /// <summary>As the public constructor, with files that tests make fail.</summary>
    internal GroupUpdateService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files)
        : this(catalog, lockTimeout) => _files = files;

    /// <summary>Finds them.</summary>
    /// <param name="filters">The files whose images are looked at, with all others that may be of the same shots; none means all.</param>
    /// <param name="isRehearsal">Only tells.</param>
    /// <param name="reporter">Who is told of the progress, and of storages that get it later.</param>
    /// <param name="cancellationToken">Stops; what was told is said.</param>
    /// <returns>Each photo of which images were found that were others, once it is said.</returns>
    /// <exception cref="ImaLinkException">StorageNotFound, SessionNotFound, CatalogBusy, CatalogUnavailable.</exception>
    public IEnumerable<PhotoGroup> Run(IReadOnlyList<FileFilter> filters, bool isRehearsal, OperationReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filters);
        ArgumentNullException.ThrowIfNull(reporter);
        catalog.Shots.FindDue(filters.Count == 0 ? null : Scope(filters));
        long total = catalog.Shots.CountDue(), done = 0;
        try
        {
            for (bool more = total > 0; more;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var found = new List<PhotoGroup>();
                catalog.Transaction(() => more = Group(found, isRehearsal));
                done = total - catalog.Shots.CountDue();
                reporter.Progress?.Invoke(new OperationProgress { Activity = "Grouping photos", Items = done, TotalItems = total });
                foreach (PhotoGroup group in found)
                    yield return group;
            }
        }
        finally
        {
            // Also what an earlier run was killed before.
            if (!isRehearsal)
                foreach (ImaLinkException problem in Due().Write(CancellationToken.None))
                    reporter.Warning?.Invoke(problem.Message);
        }
    }

    private PhotoStatements Due()
    {
        var statements = new PhotoStatements(catalog, lockTimeout, _files);
        statements.Include(catalog.Storages.All().Select(storage => storage.Id));
        return statements;
    }

    /// <summary>Looks at the next pages; false where none is left.</summary>
    private bool Group(List<PhotoGroup> found, bool isRehearsal)
    {
        var grouping = new ShotGrouping(catalog);
        var age = Stopwatch.StartNew();
        do
        {
            catalog.PhotoModel.Group();
            if (!catalog.Shots.TakeDue(PageImages))
                return false;
            ShotPage page = grouping.Read();
            List<ShotSuggestion> said = page.Decide();
            if (!isRehearsal)
                grouping.Say(said);
            found.AddRange(page.Groups(said));
        }
        while (age.Elapsed < BatchTime);
        return true;
    }

    /// <summary>The sessions or files that are meant.</summary>
    private ShotScope Scope(IReadOnlyList<FileFilter> filters)
    {
        var (storages, sessions) = (new StorageService(catalog, lockTimeout), new SessionService(catalog, lockTimeout));
        var scope = new ShotScope();
        foreach (FileFilter filter in filters)
        {
            if (filter with { Storages = null, Sessions = null } != new FileFilter() || filter is { Storages: null, Sessions: null })
                scope.Files.AddRange(new FileQuery(catalog).Run(filter).Select(file => file.Id));
            else
                scope.Sessions.AddRange(Meant(filter));
        }

        return scope;

        IEnumerable<long> Meant(FileFilter filter)
        {
            List<long>? named = filter.Sessions is null ? null : [.. filter.Sessions.SelectMany(session => sessions.Rows(session, null)).Select(session => session.Id)];
            IEnumerable<long>? lying = filter.Storages?.SelectMany(storages.Rows).SelectMany(storage => catalog.Sessions.OfStorage(storage.Id)).Select(session => session.Id);
            return named is null ? lying! : lying is null ? named : named.Intersect(lying);
        }
    }
}
