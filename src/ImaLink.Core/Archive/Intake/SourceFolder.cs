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
    /// <param name="parts">The files of the same folder in all parts, these among them; empty where there is one part.</param>
    internal SourceFolder(List<FileInfo> files, string root, IReadOnlyList<(List<FileInfo> Files, string Root)> parts)
    {
        Match(files, _matches);
        List<(FileInfo File, string Root, string Photo)> companions =
            [.. files.Where(file => _matches.GetValueOrDefault(file.Name).Photo is not null).Select(file => (file, root, _matches[file.Name].Photo!))];
        string folder = files.Count > 0 ? files[0].DirectoryName! : "";
        var across = AcrossParts(parts).ToList();
        foreach ((FileInfo file, string at, string holder, string photo) in across)
        {
            if (file.DirectoryName == folder)
                _elsewhere.Add(file.Name);
            if (holder == folder)
                companions.Add((file, at, photo));
        }

        _companions = companions.ToLookup(companion => companion.Photo, companion => (companion.File, companion.Root), StringComparer.Ordinal);
        _partners = new TakeoutPartners(parts.Count == 0 ? Described(files, _matches) : parts.SelectMany(part => Described(part.Files, null)).Concat(across.Select(one => (one.Photo, one.File))));
    }

    /// <summary>What a file is; null where it is no companion.</summary>
    internal CompanionMatch? Of(FileInfo file) => _matches.TryGetValue(file.Name, out CompanionMatch match) ? match : null;

    /// <summary>Whether a file travels with a photo in another part.</summary>
    internal bool IsElsewhere(FileInfo file) => _elsewhere.Contains(file.Name);

    /// <summary>What travels with a photo, and in which source it lies.</summary>
    internal IEnumerable<(FileInfo File, string Root)> Companions(FileInfo photo) => _companions[photo.Name];

    /// <summary>The description that speaks for a photo and travels with another.</summary>
    internal string? Description(FileInfo photo) =>
        _companions[photo.Name].Any(companion => CompanionKind.Of(companion.File.Name)?.Name == CompanionKind.Takeout) ? null : _partners.Of(photo.Name)?.FullName;

    private static void Match(List<FileInfo> files, Dictionary<string, CompanionMatch> matches)
    {
        if (!files.Exists(file => CompanionKind.Of(file.Name) is not null))
            return;
        string folder = files[0].DirectoryName!;
        var companions = new FolderCompanions(files.Select(file => file.Name), name => TakeoutFile.Title(Path.Combine(folder, name)));
        foreach (FileInfo file in files)
            if (companions.Of(file.Name) is { } match)
                matches[file.Name] = match;
    }

    /// <summary>Descriptions with the names of the photos that they travel with in their own folder.</summary>
    private static IEnumerable<(string Photo, FileInfo Description)> Described(List<FileInfo> files, Dictionary<string, CompanionMatch>? matches)
    {
        if (matches is null)
            Match(files, matches = new(StringComparer.Ordinal));
        return files.Where(file => matches.TryGetValue(file.Name, out CompanionMatch match) && match is { Kind.Name: CompanionKind.Takeout, Photo: not null }).Select(file => (matches[file.Name].Photo!, file));
    }

    /// <summary>Descriptions without a photo in their own part, each with the first part that has it.</summary>
    private static IEnumerable<(FileInfo File, string Root, string Holder, string Photo)> AcrossParts(IReadOnlyList<(List<FileInfo> Files, string Root)> parts)
    {
        foreach ((List<FileInfo> files, string root) in parts.Where(part => part.Files.Count > 0))
        {
            var own = new Dictionary<string, CompanionMatch>(StringComparer.Ordinal);
            Match(files, own);
            string folder = files[0].DirectoryName!;
            List<FileInfo> alone = files.FindAll(file => CompanionKind.Of(file.Name)?.Name == CompanionKind.Takeout && own.GetValueOrDefault(file.Name).Photo is null);
            if (alone.Count == 0)
                continue;
            List<FileInfo> others = [.. parts.Where(part => !ReferenceEquals(part.Files, files)).SelectMany(part => part.Files)];
            var photos = new FolderCompanions(others.Select(file => file.Name), name => TakeoutFile.Title(Path.Combine(folder, name)));
            foreach (FileInfo file in alone)
                if (photos.Of(file.Name)?.Photo is { } photo)
                    yield return (file, root, others.First(other => other.Name == photo).DirectoryName!, photo);
        }
    }
}
