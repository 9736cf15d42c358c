using System.Text;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Libraries;

namespace ImaLink.Photos.Descriptions;

/// <summary>Which registered file a photo of another program is.</summary>
/// <param name="File">The file; null where none was found for sure.</param>
/// <param name="Evidence">By what it was found.</param>
/// <param name="Candidates">Where it is not sure, those that it may be.</param>
/// <param name="Detail">Why none was found.</param>
internal sealed record LibraryMatch(OriginRow? File, string? Evidence, IReadOnlyList<OriginRow> Candidates, string? Detail);

/// <summary>
/// Finds the photos of another program among the registered files: by the path that they were imported from or lie at, else by their names with time or size, as their folders may have been moved and
/// their disk may be called otherwise here. A name alone is no evidence. It never guesses: where different images fit equally well, none is found.
/// </summary>
internal sealed class LibraryMatcher(CatalogDatabase catalog)
{
    private const int MostOfFolders = 2;

    private readonly DuplicateSources _duplicates = new(catalog);
    private readonly Dictionary<long, StorageLayout> _storages = catalog.Storages.All().ToDictionary(storage => storage.Id, storage => new StorageLayout(storage.Root));

    /// <summary>Finds a photo.</summary>
    internal LibraryMatch Find(LibraryPhoto photo)
    {
        LibraryCandidate[] all = Compared(photo, Known(photo)), there = Array.FindAll(all, candidate => candidate.IsAtPath);
        if (there.Length == 0 && _duplicates.HothashAt(photo.Path) is { } hothash)
            there = Compared(photo, catalog.Files.OriginsOf(hothash).Select(file => file with { OriginalPath = photo.Path }));
        if (Choose(Array.FindAll(there, candidate => !candidate.IsContradicted)) is { } byPath)
            return byPath;
        if (Choose(Array.FindAll(all, candidate => candidate.IsNamed)) is { } byName)
            return byName;
        return there.Length > 0 ? new(null, null, Files(there), "What was imported from there, or lies there, has another time and another size.")
            : new(null, null, [], all.Length == 0 ? "No photo came with that name." : "Photos came with that name, but neither path nor time and size are the same.");
    }

    private LibraryCandidate[] Compared(LibraryPhoto photo, IEnumerable<OriginRow> files) =>
        [.. files.DistinctBy(file => file.Id).Select(file => LibraryCandidate.Of(photo, file, FullName(file)))];

    /// <summary>The full path of a file.</summary>
    internal string FullName(OriginRow file) => _storages[file.StorageId].FullName(file.Path);

    private static IReadOnlyList<OriginRow> Files(IEnumerable<LibraryCandidate> candidates) => [.. candidates.Select(candidate => candidate.File)];

    /// <summary>The one of which the most speaks; null where there is none.</summary>
    private static LibraryMatch? Choose(LibraryCandidate[] candidates)
    {
        if (candidates.Length == 0)
            return null;
        foreach (Predicate<LibraryCandidate> speaks in (Predicate<LibraryCandidate>[])[one => one.Time == true, one => one.Size == true, one => one.Shape == true])
            candidates = IsOne(candidates) || !Array.Exists(candidates, speaks) ? candidates : Array.FindAll(candidates, speaks);
        if (!IsOne(candidates) && candidates.Max(one => one.Folders) is var most and >= MostOfFolders)
            candidates = Array.FindAll(candidates, one => one.Folders == most);
        if (!IsOne(candidates))
            return new(null, null, Files(candidates.DistinctBy(one => one.File.Image)), "It may be any of these, which differ.");
        LibraryCandidate best = candidates.OrderByDescending(one => one.IsAtPath).ThenByDescending(one => one.Folders).ThenBy(one => one.File.Id).First();
        return new(best.File, best.Evidence, [], null);
    }

    /// <summary>Copies of one image are one, wherever they lie.</summary>
    private static bool IsOne(LibraryCandidate[] candidates) => Array.TrueForAll(candidates, one => one.File.Image == candidates[0].File.Image);

    private IEnumerable<OriginRow> Known(LibraryPhoto photo) => catalog.Files.ByOriginalNames(Spellings(photo))
        .Concat(_storages.Where(storage => photo.Path.StartsWith(Slashed(storage.Value.Root) + "/", StringComparison.Ordinal))
            .SelectMany(storage => catalog.Files.OriginsAt(storage.Key, photo.Path[(storage.Value.Root.Length + 1)..])));

    /// <summary>How its name may have been recorded: other systems write accents otherwise, and some programs an extension in small letters.</summary>
    private static HashSet<string> Spellings(LibraryPhoto photo) =>
    [
        .. new[] { photo.Name, photo.FormerName }.OfType<string>()
            .SelectMany(name => (IEnumerable<string>)[name, Path.ChangeExtension(name, Path.GetExtension(name).ToUpperInvariant()), Path.ChangeExtension(name, Path.GetExtension(name).ToLowerInvariant())])
            .SelectMany(name => (IEnumerable<string>)[name, FileNames.Composed(name), FileNames.Composed(name).Normalize(NormalizationForm.FormD)]),
    ];

    private static string Slashed(string path) => path.Replace('\\', '/');
}
