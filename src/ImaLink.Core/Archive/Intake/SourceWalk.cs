using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Media.Companions;

namespace ImaLink.Archive.Intake;

/// <summary>
/// Walks the sources of an import in a fixed order: folders recursively, names in ordinal order, hidden and system folders
/// and storages left out, links to folders not followed. Companions come right after the photo they travel with.
/// </summary>
internal sealed class SourceWalk(bool enterStorages, OperationReporter reporter)
{
    private readonly Dictionary<string, FolderParts> _folders = new(StringComparer.Ordinal);
    private readonly NoteReader _notes = new();
    private IReadOnlyCollection<string> _sources = [];
    private int _number;
    private TakeoutParts? _parts;

    /// <summary>How many descriptions of a Takeout speak of photos that are not there.</summary>
    internal int Alone { get; private set; }

    /// <summary>The parts of Google Takeouts in the sources, each with its export; known once the walk has begun.</summary>
    internal IReadOnlyList<TakeoutFolder> Takeouts => _parts?.Folders ?? [];

    /// <summary>The storages that were left out.</summary>
    internal List<string> Storages { get; } = [];

    /// <summary>Whether a file, by its name, is one that is imported: a guess, for the room that is needed.</summary>
    internal static bool MayBeTaken(PlannedFile file) => file.IsCompanion || PhotoNames.IsMedia(file.Path);

    /// <summary>
    /// All source files. Files that were named one by one are grouped by their folder, so that companions find their photos. A
    /// folder that cannot be read stands for the files in it, so that they are not passed over in silence.
    /// </summary>
    internal IEnumerable<PlannedFile> Files(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        ILookup<bool, string> named = paths.Distinct().ToLookup(Directory.Exists);
        _sources = [.. named[true]];
        // What lies in a storage is where it is to be.
        _parts = enterStorages ? null : new TakeoutParts(named[true]);
        IEnumerable<PlannedFile> folders = named[true].SelectMany(path => Folder(new DirectoryInfo(path), path, cancellationToken));
        IEnumerable<PlannedFile> files = named[false].GroupBy(path => Path.GetDirectoryName(path)!)
            .SelectMany(folder => Group(folder.Select(path => new FileInfo(path)).OrderBy(file => file.Name, StringComparer.Ordinal).ToList(), folder.Key));
        IEnumerable<PlannedFile> broken = paths.Distinct().SelectMany(path => BrokenNames.ShownAs(path).Select(name => Path.Combine(Path.GetDirectoryName(path)!, name)))
            .Distinct().Select(path => Broken(path, Path.GetDirectoryName(path)!));
        return folders.Concat(files).Concat(broken);
    }

    private IEnumerable<PlannedFile> Folder(DirectoryInfo folder, string root, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<FileSystemInfo> entries;
        ImaLinkException? trouble = null;
        try
        {
            entries = folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })
                .OrderBy(entry => entry.Name, StringComparer.Ordinal).ToList();
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            (entries, trouble) = ([], IoErrors.Wrap(e, folder.FullName));
        }

        if (trouble is not null)
            yield return Plan(folder, root, trouble.Message);
        foreach (string name in BrokenNames.TakeOut(folder.FullName, entries, entry => entry.Name, entry => entry is DirectoryInfo))
            yield return Broken(Path.Combine(folder.FullName, name), root);

        foreach (PlannedFile file in Group(entries.OfType<FileInfo>().ToList(), root))
            yield return file;
        foreach (DirectoryInfo subfolder in entries.OfType<DirectoryInfo>())
        {
            if (IsLeftOut(subfolder) is { } why)
            {
                reporter.Detail?.Invoke($"'{subfolder.FullName}' is left out: {why}.");
                if (why == IsStorage)
                    Storages.Add(subfolder.FullName);
                continue;
            }

            foreach (PlannedFile file in Folder(subfolder, root, cancellationToken))
                yield return file;
        }
    }

    private const string IsStorage = "it is a FileStorage";

    private string? IsLeftOut(DirectoryInfo folder)
    {
        if (IsPassedOver(folder) is { } why)
            return why;
        if (!enterStorages && Directory.Exists(Path.Combine(folder.FullName, StorageLayout.PrivateFolder)) && File.Exists(Path.Combine(folder.FullName, "index.json")))
            return IsStorage;
        return null;
    }

    /// <summary>Why a folder is never walked, whatever lies in it; null where it is.</summary>
    internal static string? IsPassedOver(DirectoryInfo folder)
    {
        if (folder.LinkTarget is not null || folder.Attributes.HasFlag(FileAttributes.ReparsePoint))
            return "it is a link to a folder";
        // Picasa keeps there what it edited: nobody else has those photos.
        if (folder.Name.Equals(".picasaoriginals", StringComparison.OrdinalIgnoreCase))
            return null;
        if (SystemFolders.IsName(folder.Name) || folder.Attributes.HasFlag(FileAttributes.Hidden) || folder.Attributes.HasFlag(FileAttributes.System))
            return "it is a hidden or system folder";
        return null;
    }

    /// <summary>The files of one folder, each photo followed by its companions, those from other parts of a Takeout too.</summary>
    private IEnumerable<PlannedFile> Group(List<FileInfo> files, string root)
    {
        var folder = new SourceFolder(files, root, Parts(files));
        var notes = new FolderNotes(files, _sources, _notes);
        foreach (FileInfo file in files)
        {
            if (folder.IsElsewhere(file))
                continue;
            if (folder.Of(file) is { } match)
            {
                if (match.Photo is null)
                    yield return Plan(file, root, match.Kind.Name, companionOf: null);
                continue;
            }

            PlannedFile photo = Plan(file, root, IsDocument(file) ? DocumentFile.Kind : null, companionOf: null);
            if (photo.Kind is null && ((string[])[.. folder.Descriptions(file), .. notes.Of(file)]) is { Length: > 0 } documents)
                photo.Notes = [.. documents];
            if (photo.Kind == DocumentFile.Kind && TakeoutName.IsDescription(file.Name))
                Alone++;
            yield return photo;
            foreach ((FileInfo companion, string at) in folder.Companions(file))
                yield return Plan(companion, at, CompanionKind.Of(companion.Name)!.Name, photo.Number);
        }
    }

    /// <summary>The files of the same folder in all parts of a Takeout; one that cannot be read is told where it is walked.</summary>
    private FolderParts? Parts(List<FileInfo> files)
    {
        if (_parts is not { AreSeveral: true } || files.Count == 0)
            return null;
        List<(DirectoryInfo Folder, string Root)> parts = _parts.Of(files[0].Directory!);
        if (parts.Count < 2)
            return null;
        string key = parts[0].Folder.FullName;
        if (_folders.TryGetValue(key, out FolderParts? known))
            return known;
        var folder = new FolderParts(parts.ConvertAll(part => (part.Folder.FullName == files[0].DirectoryName ? files : FilesOf(part.Folder), part.Root)));
        _folders.Add(key, folder);
        return folder;
    }

    private static List<FileInfo> FilesOf(DirectoryInfo folder)
    {
        try
        {
            return [.. folder.EnumerateFiles("*", new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false }).OrderBy(file => file.Name, StringComparer.Ordinal)];
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return [];
        }
    }

    /// <summary>What is behind a link is another place's.</summary>
    private static bool IsDocument(FileInfo file) => !PhotoNames.IsMedia(file.Name) && file.LinkTarget is null && DocumentFile.Is(file);

    private PlannedFile Broken(string path, string root)
    {
        PlannedFile planned = Plan(new FileInfo(path), root, BrokenNames.Message(path));
        planned.HasBrokenName = true;
        return planned;
    }

    private PlannedFile Plan(FileSystemInfo entry, string root, string? trouble) => new()
    {
        Number = ++_number,
        Path = entry.FullName,
        Source = Path.GetRelativePath(root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/'),
        Trouble = trouble,
    };

    private PlannedFile Plan(FileInfo file, string root, string? kind, int? companionOf)
    {
        PlannedFile planned = Plan(file, root, trouble: null);
        (planned.Kind, planned.CompanionOf) = (kind, companionOf);
        try
        {
            // The length of what a link leads to; a link that leads nowhere, or to itself, is told here.
            planned.Size = file.LinkTarget is null ? file.Length : LinkedLength(file);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            planned.Trouble = IoErrors.Wrap(e, file.FullName).Message;
        }

        return planned;
    }

    private static long LinkedLength(FileInfo link) =>
        link.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target
            ? target.Length
            : throw new FileNotFoundException("The link leads nowhere.", link.FullName);
}
