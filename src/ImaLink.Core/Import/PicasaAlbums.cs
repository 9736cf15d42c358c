using ImaLink.Files;
using ImaLink.Media.Companions;
using ImaLink.Media.Metadata;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Import;

/// <summary>
/// The albums of Picasa: those that folders note photos of, by a token that is the same in every folder, and folders that were given another name than their own, or a description.
/// </summary>
internal sealed class PicasaAlbums : IFoundAlbums
{
    private readonly Dictionary<string, (PicasaAlbum Album, string Folder)> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PicasaAlbum> _albums = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Folder, string Photo), List<string>> _members = [];
    private readonly Dictionary<string, List<PhotoPlace>> _ofFolder = new(StringComparer.Ordinal), _ofAlbum = new(StringComparer.Ordinal);

    public string Of => "Picasa";

    public IReadOnlyList<string> Doubts => [];

    public bool MaySpeak(string document) => DocumentFile.IsPicasa(Path.GetFileName(document));

    public void Read(string source, string file)
    {
        using SafeFileHandle handle = FileReading.Open(file);
        using var stream = new UnownedFileStream(handle);
        string folder = Path.GetDirectoryName(source)!, name = Path.GetFileName(folder);
        PicasaNotes notes = PicasaNotes.Read(stream, () => NamesIn(folder));
        if (notes.Folder is var said && (said.Description is not null || (said.Name is not null && said.Name != name)))
            _folders.TryAdd(folder, (said, name));
        foreach ((string token, PicasaAlbum album) in notes.Albums)
            if (_albums.GetValueOrDefault(token) is not { Name: not null })
                _albums[token] = album;
        foreach ((string token, string photo) in notes.Members)
            Add(_members, (folder, FileNames.Key(photo)), token);
    }

    public void See(string source, PhotoPlace place)
    {
        string folder = Path.GetDirectoryName(source)!;
        if (_folders.ContainsKey(folder))
            Add(_ofFolder, folder, place);
        foreach (string token in _members.GetValueOrDefault((folder, FileNames.Key(Path.GetFileName(source)))) ?? [])
            Add(_ofAlbum, token, place);
    }

    public IEnumerable<FoundAlbum> Albums() =>
        _ofFolder.OrderBy(folder => folder.Key, StringComparer.Ordinal).Select(folder => (Said: _folders[folder.Key], folder.Value))
            .GroupBy(folder => $"picasa-folder:{FileNames.Composed(folder.Said.Folder)}\n{FileNames.Composed(folder.Said.Album.Name ?? "")}")
            .Select(same => new FoundAlbum(same.Key, same.First().Said.Album.Name ?? "", same.First().Said.Folder, same.Select(folder => folder.Said.Album.Description).FirstOrDefault(text => text is not null),
                [.. same.SelectMany(folder => folder.Value)]))
        // One that no folder describes has no title, and says nothing.
        .Concat(_ofAlbum.OrderBy(album => album.Key, StringComparer.Ordinal).Where(album => _albums.GetValueOrDefault(album.Key) is { Name: not null })
            .Select(album => new FoundAlbum($"picasa-album:{album.Key}", _albums[album.Key].Name!, "Picasa", _albums[album.Key].Description, album.Value)));

    private static void Add<TKey, TValue>(Dictionary<TKey, List<TValue>> lists, TKey key, TValue value)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out List<TValue>? list))
            lists.Add(key, list = []);
        list.Add(value);
    }

    private static IEnumerable<string> NamesIn(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)) : [];
}
