using System.Globalization;
using ImaLink.Archive.Intake;
using ImaLink.Files;
using ImaLink.Media.Metadata;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Import;

/// <summary>
/// The albums of what Apple gives out of iCloud: <c>Albums/*.csv</c>, and <c>Memories/*.csv</c> within an album of that name. A list has the names of photos alone: those of its own part go first, then those of
/// other parts of the export.
/// </summary>
internal sealed class AppleAlbums : IFoundAlbums
{
    private const int MaxLength = 16 << 20;
    private const string Memories = "Memories";
    private static readonly FoundAlbum Above = new("apple-memories:", Memories, Memories, null, []);
    private static readonly HashSet<string> Headers = new(StringComparer.OrdinalIgnoreCase) { "Images", "imgName", "imageName" }, Marks = new(StringComparer.OrdinalIgnoreCase) { "Favorites", "Hidden" };

    private readonly List<(string Title, string Part, bool IsMemory, List<string> Names)> _lists = [];
    private readonly Dictionary<string, List<(string Source, PhotoPlace Place)>> _photos = new(StringComparer.Ordinal);
    private readonly List<string> _doubts = [];

    public string Of => "Apple's export";

    public IReadOnlyList<string> Doubts => _doubts;

    public bool MaySpeak(string document) => document.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && Path.GetFileName(Path.GetDirectoryName(document)!) is "Albums" or Memories;

    public void Read(string source, string file)
    {
        using SafeFileHandle handle = FileReading.Open(file);
        using var stream = new UnownedFileStream(handle);
        IReadOnlyList<string[]> rows = CsvRows.Read(stream, MaxLength).Rows;
        string title = Path.GetFileNameWithoutExtension(source), folder = Path.GetDirectoryName(source)!;
        // What is a favorite or hidden is said of each photo, too.
        if (rows.Count == 0 || !Headers.Contains(rows[0][0]) || (Marks.Contains(title) && rows[0][0].Equals("imgName", StringComparison.OrdinalIgnoreCase)))
            return;
        List<string> names = [.. rows.Skip(1).Select(row => row[0]).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
        names.ForEach(name => _photos.TryAdd(FileNames.Key(name), []));
        _lists.Add((title, Path.GetDirectoryName(folder)!, Path.GetFileName(folder) == Memories, names));
    }

    public void See(string source, PhotoPlace place)
    {
        if (_photos.TryGetValue(FileNames.Key(Path.GetFileName(source)), out var found))
            found.Add((source, place));
    }

    public IEnumerable<FoundAlbum> Albums()
    {
        foreach (var same in _lists.GroupBy(list => $"apple-{(list.IsMemory ? "memory" : "album")}:{FileNames.Composed(list.Title)}").OrderBy(list => list.Key, StringComparer.Ordinal))
        {
            PhotoPlace[] photos = [.. same.SelectMany(list => list.Names.SelectMany(name => PhotosOf(name, list.Part, list.Title))).Distinct()];
            if (photos.Length > 0)
                yield return new(same.Key, same.First().Title, same.First().Title, null, photos) { Within = same.First().IsMemory ? Above : null };
        }
    }

    private List<PhotoPlace> PhotosOf(string name, string part, string title)
    {
        List<(string Source, PhotoPlace Place)> all = _photos[FileNames.Key(name)].FindAll(photo => !AppleFolders.IsPart(part) || AppleFolders.IsInPart(photo.Source));
        List<PhotoPlace> found = Below(part);
        // Other parts lie beside this one, or are sources of their own.
        if (found.Count == 0 && AppleFolders.IsPart(part))
            found = Below(Path.GetDirectoryName(part)!);
        if (found.Count == 0 && AppleFolders.IsPart(part))
            found = [.. all.Select(photo => photo.Place)];
        if (found.Count > 1)
            _doubts.Add(string.Create(CultureInfo.InvariantCulture, $"'{name}' in the album '{title}' may be any of {found.Count} photos of that name: all of them are in it."));
        return found;

        List<PhotoPlace> Below(string folder) => [.. all.Where(photo => photo.Source.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)).Select(photo => photo.Place).Distinct()];
    }
}
