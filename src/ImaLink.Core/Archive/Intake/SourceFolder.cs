using ImaLink.Media.Companions;

namespace ImaLink.Archive.Intake;

/// <summary>
/// Which files of a folder travel with which photo, and which description of a Takeout speaks for a photo that has none of its own. Of a Takeout in several parts the folder lies in each of them: a
/// description without a photo beside it goes to the first part that has the photo.
/// </summary>
internal sealed class SourceFolder
{
    private readonly Dictionary<string, CompanionMatch> _matches = new(StringComparer.Ordinal);
    private readonly HashSet<string> _elsewhere = new(StringComparer.Ordinal);
    private readonly ILookup<string, (FileInfo File, string Root)> _companions;
    private readonly TakeoutPartners _partners;

    /// <param name="files">The files of the folder.</param>
    /// <param name="root">The source that it lies in.</param>
    /// <param name="parts">The same folder in all parts, this one among them; null where there is one part.</param>
    internal SourceFolder(List<FileInfo> files, string root, FolderParts? parts)
    {
        Match(files, _matches, parts?.Descriptions ?? []);
        string folder = files.Count > 0 ? files[0].DirectoryName! : "";
        foreach ((FileInfo file, _, _, _) in parts?.Across ?? [])
        {
            if (file.DirectoryName == folder && _elsewhere.Add(file.Name))
                _matches.Remove(file.Name);
        }

        List<(FileInfo File, string Root, string Photo)> companions =
            [.. files.Where(file => _matches.GetValueOrDefault(file.Name).Photo is not null).Select(file => (file, root, _matches[file.Name].Photo!))];
        companions.AddRange((parts?.Across ?? []).Where(one => one.Holder == folder).Select(one => (one.File, one.Root, one.Photo)));
        _companions = companions.ToLookup(companion => companion.Photo, companion => (companion.File, companion.Root), StringComparer.Ordinal);
        _partners = parts?.Partners ?? new TakeoutPartners(Described(files, _matches));
    }

    /// <summary>What a file is; null where it is no companion.</summary>
    internal CompanionMatch? Of(FileInfo file) => _matches.TryGetValue(file.Name, out CompanionMatch match) ? match : null;

    /// <summary>Whether a file travels with a photo in another part.</summary>
    internal bool IsElsewhere(FileInfo file) => _elsewhere.Contains(file.Name);

    /// <summary>What travels with a photo, and in which source it lies.</summary>
    internal IEnumerable<(FileInfo File, string Root)> Companions(FileInfo photo) => _companions[photo.Name];

    /// <summary>The description that speaks for a photo and travels with another.</summary>
    internal IEnumerable<string> Descriptions(FileInfo photo) =>
        !_companions[photo.Name].Any(companion => CompanionKind.Of(companion.File.Name)?.Name == CompanionKind.Takeout) && _partners.Of(photo.Name) is { } description ? [description.FullName] : [];

    /// <summary>What the files of a folder are.</summary>
    /// <param name="files">The files.</param>
    /// <param name="matches">What is found, by name.</param>
    /// <param name="descriptions">The names of all descriptions of that folder, in other parts too.</param>
    internal static void Match(List<FileInfo> files, Dictionary<string, CompanionMatch> matches, IEnumerable<string> descriptions)
    {
        if (!files.Exists(file => CompanionKind.Of(file.Name) is not null))
            return;
        string folder = files[0].DirectoryName!;
        var companions = new FolderCompanions(files.Select(file => file.Name).Concat(descriptions), name => TakeoutFile.Title(Path.Combine(folder, name)));
        foreach (FileInfo file in files)
            if (companions.Of(file.Name) is { } match)
                matches[file.Name] = match;
    }

    /// <summary>Descriptions with the names of the photos that they travel with in their own folder.</summary>
    internal static IEnumerable<(string Photo, FileInfo Description)> Described(List<FileInfo> files, Dictionary<string, CompanionMatch> matches) =>
        files.Where(file => matches.TryGetValue(file.Name, out CompanionMatch match) && match is { Kind.Name: CompanionKind.Takeout, Photo: not null }).Select(file => (matches[file.Name].Photo!, file));
}
