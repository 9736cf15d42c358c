using ImaLink.Archive.Intake;
using ImaLink.Files;
using ImaLink.Index.Journals;
using ImaLink.Media.Companions;

namespace ImaLink.Import;

/// <summary>
/// The albums of a Google Takeout: folders with a description, whatever that is called. What lies in such a folder is in the album, whether it was copied or is a duplicate of what lies in the folder of its year; a
/// folder may lie in all parts of an export. Albums of one name in the exports of two accounts are two.
/// </summary>
/// <param name="takeouts">The parts, and which export each belongs to, where there are several exports.</param>
internal sealed class TakeoutAlbums(IReadOnlyList<TakeoutFolder> takeouts) : IFoundAlbums
{
    private readonly Dictionary<(string Export, string Folder), Found> _albums = [];

    /// <summary>An album's folder in all parts of an export.</summary>
    private sealed class Found(string folder)
    {
        internal string Folder { get; } = folder;

        internal TakeoutAlbum? Described { get; set; }

        internal HashSet<PhotoPlace> Photos { get; } = [];
    }

    public string Of => "the Takeout";

    public IReadOnlyList<string> Doubts => [];

    public bool MaySpeak(string document) => document.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !TakeoutAlbum.IsOfTime(FolderOf(document))
        && (DocumentFile.IsAlbumName(Path.GetFileName(document)) || TakeoutFile.IsWithin(document));

    public void Read(string source, string file)
    {
        if (TakeoutAlbum.Read(file) is not { } described)
            return;
        if (!_albums.TryGetValue(KeyOf(source), out Found? album))
            _albums.Add(KeyOf(source), album = new(FolderOf(source)));
        album.Described ??= described;
    }

    public void See(string source, PhotoPlace place)
    {
        if (_albums.TryGetValue(KeyOf(source), out Found? album))
            album.Photos.Add(place);
    }

    /// <remarks>Albums of one title lie in folders that Google numbers: they are two.</remarks>
    public IEnumerable<FoundAlbum> Albums()
    {
        var byIdentity = _albums.OrderBy(album => album.Value.Folder, StringComparer.Ordinal).ThenBy(album => album.Key.Export, StringComparer.Ordinal)
            .GroupBy(album => $"takeout-album:{FileNames.Composed(album.Value.Folder)}\n{FileNames.Composed(album.Value.Described!.Title)}");
        foreach (var same in byIdentity)
        {
            bool isAmongExports = same.DistinctBy(album => album.Key.Export).Skip(1).Any();
            foreach (var export in same.GroupBy(album => album.Key.Export))
            {
                Found first = export.First().Value;
                yield return new($"{same.Key}{(isAmongExports ? $"\n{export.Key}" : "")}", first.Described!.Title, first.Folder,
                    export.Select(album => album.Value.Described!.Description).FirstOrDefault(text => text is not null), [.. export.SelectMany(album => album.Value.Photos).Distinct()]);
            }
        }
    }

    private (string Export, string Folder) KeyOf(string file) =>
        (takeouts.FirstOrDefault(part => file.StartsWith(part.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))?.Export ?? "", TakeoutParts.Key(Path.GetDirectoryName(file)!));

    private static string FolderOf(string file) => Path.GetFileName(Path.GetDirectoryName(file)!);
}
