using ImaLink.Media.Metadata;

namespace ImaLink.Archive.Intake;

/// <summary>Which documents speak of the photos of a folder: those in it, and of a list of Apple's where those do not know a photo, those of other parts of the export.</summary>
/// <param name="files">The files of the folder.</param>
/// <param name="sources">The sources of the import.</param>
/// <param name="reader">Reads the documents.</param>
internal sealed class FolderNotes(List<FileInfo> files, IReadOnlyCollection<string> sources, NoteReader reader)
{
    private readonly List<string> _own = [.. files.Where(file => file.LinkTarget is null && NoteReader.KindOf(file.Name) is PicasaNotes.Kind or AppleDetails.Kind).Select(file => file.FullName)];
    private readonly Lazy<List<string>> _elsewhere = new(() => files.Count == 0 ? [] : [.. AppleFolders.ListsElsewhere(files[0].Directory!, sources)]);

    /// <summary>The documents that speak of a photo.</summary>
    internal IEnumerable<string> Of(FileInfo photo)
    {
        List<string> speaking = _own.FindAll(document => reader.Get(document)?.Speaks(photo.Name) == true);
        return speaking.Exists(document => NoteReader.KindOf(Path.GetFileName(document)) == AppleDetails.Kind) ? speaking : speaking.Concat(_elsewhere.Value.Where(document => IsMeant(document, photo)));
    }

    /// <summary>Files of one name lie in several parts: a list of another part means this one only where its checksum says so, or where it has none.</summary>
    private bool IsMeant(string document, FileInfo photo) =>
        reader.Get(document) is AppleDetails list && list.Speaks(photo.Name) && list.IsProved(photo.Name, () => AppleChecksum.Of(photo.FullName)) != false;
}
