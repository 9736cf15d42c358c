using System.Globalization;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Libraries;

namespace ImaLink.Photos.Descriptions;

/// <summary>
/// Takes over what another program's database says of photos that are registered here: its words, its albums, its stacks. What is found is said in the catalog some at a time, so that whoever stops
/// it, or kills the process, loses nothing; run again it says nothing twice. The indexes get it at the end, each once.
/// </summary>
public sealed class DescriptionImportService(CatalogDatabase catalog, TimeSpan lockTimeout)
{
    private const int BatchPhotos = 64;

    private readonly DurableFiles _files = new();
    private readonly FileEntries _entries = new(catalog);
    private readonly WordIntake _intake = new(catalog);

    /// <summary>As the public constructor, with files that tests make fail.</summary>
    internal DescriptionImportService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files)
        : this(catalog, lockTimeout) => _files = files;

    /// <summary>Takes it over.</summary>
    /// <param name="path">Full path of the database.</param>
    /// <param name="isRehearsal">Only tells.</param>
    /// <param name="reporter">Who is told of the progress, and of storages that get it later.</param>
    /// <param name="cancellationToken">Stops; what was told is said.</param>
    /// <returns>A result for each photo that the database knows, each album and each stack of them, and the database.</returns>
    /// <exception cref="ImaLinkException">
    /// PathNotFound, PathIsDirectory, AccessDenied, ReadFailed, StorageFull; NotALibrary, LibraryBusy, LibraryDamaged; CatalogBusy, CatalogUnavailable.
    /// </exception>
    public IEnumerable<DescriptionResult> Run(string path, bool isRehearsal, OperationReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reporter);
        using PhotoLibrary library = PhotoLibrary.Open(path, cancellationToken);
        var matcher = new LibraryMatcher(catalog);
        var images = new Dictionary<long, long>(); // of the photos that were found, by their ids there
        var described = new HashSet<long>();
        try
        {
            long total = library.Count, done = 0;
            foreach (LibraryPhoto[] batch in library.Photos().Chunk(BatchPhotos))
            {
                cancellationToken.ThrowIfCancellationRequested();
                List<DescriptionResult> results = [];
                Work(isRehearsal, () => results.AddRange(batch.Select(photo => Take(photo, matcher, images, described, isRehearsal))));
                done += batch.Length;
                reporter.Progress?.Invoke(new OperationProgress { Activity = $"Taking over from {library.Program}", Item = batch[^1].Name, Items = done, TotalItems = Math.Max(total, done) });
                foreach (DescriptionResult result in results)
                    yield return result;
            }

            foreach (Func<DescriptionResult?> work in new LibraryAlbums(catalog, library, images, isRehearsal).Works().Concat(new LibraryStacks(catalog, library, images, isRehearsal).Works()))
            {
                cancellationToken.ThrowIfCancellationRequested();
                DescriptionResult? result = null;
                Work(isRehearsal, () => result = work());
                if (result is not null)
                    yield return result;
            }

            cancellationToken.ThrowIfCancellationRequested();
            library.RequireUnchanged();
            yield return Whole(library, path);
        }
        finally
        {
            // Also what an earlier run was killed before.
            if (!isRehearsal)
                foreach (ImaLinkException problem in Due().Write(CancellationToken.None))
                    reporter.Warning?.Invoke(problem.Message);
        }
    }

    private void Work(bool isRehearsal, Action work)
    {
        if (isRehearsal)
            catalog.Look(work);
        else
            catalog.Transaction(work);
    }

    private PhotoStatements Due()
    {
        var statements = new PhotoStatements(catalog, lockTimeout, _files);
        statements.Include(catalog.Storages.All().Select(storage => storage.Id));
        return statements;
    }

    private DescriptionResult Take(LibraryPhoto photo, LibraryMatcher matcher, Dictionary<long, long> images, HashSet<long> described, bool isRehearsal)
    {
        LibraryMatch match = matcher.Find(photo);
        if (match.File is not { } file)
        {
            return new()
            {
                Kind = DescriptionKind.Photo,
                Source = photo.Path,
                FullName = null,
                Verdict = match.Candidates.Count > 0 ? DescriptionVerdict.Ambiguous : DescriptionVerdict.Unmatched,
                Candidates = [.. match.Candidates.Select(matcher.FullName)],
                Detail = match.Detail,
            };
        }

        images[photo.Id] = file.Image;
        FileEntry entry = _entries.Get(file.Id);
        FileWords words = FileWords.OfSidecar(LibraryFacts.Of(photo, entry), entry);
        if (!described.Add(file.Image))
        {
            // Two photos there are one image here: what the first says counts, and the other adds to it.
            var first = FileWords.From(catalog.Statements.OfImage(file.Image));
            first.Add(words);
            words = first;
        }

        WordChange change = isRehearsal ? _intake.Look(file.Image, words, null, default) : _intake.Take(file.Image, words, null, default);
        StorageRow storage = catalog.Storages.Get(file.StorageId);
        return new()
        {
            Kind = DescriptionKind.Photo,
            Source = photo.Path,
            FullName = matcher.FullName(file),
            Verdict = change.News.Count > 0 ? DescriptionVerdict.Taken : DescriptionVerdict.Unchanged,
            Evidence = match.Evidence,
            Taken = [.. change.News.Select(word => word.Field)],
            Kept = [.. change.Kept],
            Storage = storage.Name,
            StorageUuid = storage.Uuid,
            Hothash = entry.Hothash,
            Detail = string.Join(' ', new[] { change.Told }.OfType<string>().Concat(words.Refused).Concat(photo.Lost)) is { Length: > 0 } told ? told : null,
        };
    }

    private static DescriptionResult Whole(PhotoLibrary library, string path)
    {
        string[] notTaken = [.. library.NotTaken];
        string[] told =
        [
            string.Create(CultureInfo.InvariantCulture, $"{library.Program}, {library.Count} photo(s)."),
            .. notTaken.Length > 0 ? [$"Not taken: {string.Join("; ", notTaken)}."] : Array.Empty<string>(),
            .. library.Missing.Count > 0 ? [$"It is of a version that has no {string.Join(", ", library.Missing)}; what stands there in others was not read."] : Array.Empty<string>(),
        ];
        return new()
        {
            Kind = DescriptionKind.Library,
            Source = path,
            FullName = path,
            Verdict = DescriptionVerdict.Read,
            Detail = string.Join(' ', told),
        };
    }
}
