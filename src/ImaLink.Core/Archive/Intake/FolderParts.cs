using ImaLink.Media.Companions;

namespace ImaLink.Archive.Intake;

/// <summary>
/// One folder in all parts of a Google Takeout that have it: looked at once, whichever of them is walked. A description whose photo is not beside it goes to the first part that has the photo; what it
/// is called like exactly goes before what was only edited of it.
/// </summary>
internal sealed class FolderParts
{
    /// <param name="parts">The files of the folder in each part, and the source that the part lies in.</param>
    internal FolderParts(IReadOnlyList<(List<FileInfo> Files, string Root)> parts)
    {
        Descriptions = [.. parts.SelectMany(part => part.Files).Select(file => file.Name).Where(IsDescription)];
        var described = new List<(string, FileInfo)>();
        foreach ((List<FileInfo> files, string root) in parts.Where(part => part.Files.Count > 0))
        {
            var own = new Dictionary<string, CompanionMatch>(StringComparer.Ordinal);
            SourceFolder.Match(files, own, Descriptions);
            foreach (var one in Elsewhere(files, root, parts, own))
            {
                Across.Add(one);
                own.Remove(one.File.Name);
            }

            described.AddRange(SourceFolder.Described(files, own));
        }

        Partners = new TakeoutPartners(described.Concat(Across.Select(one => (one.Photo, one.File))));
    }

    /// <summary>The names of its descriptions in all parts.</summary>
    internal List<string> Descriptions { get; }

    /// <summary>Descriptions that travel with a photo of another part, with the source they lie in, the folder of the photo and its name.</summary>
    internal List<(FileInfo File, string Root, string Holder, string Photo)> Across { get; } = [];

    /// <summary>Which description speaks for photos that have none.</summary>
    internal TakeoutPartners Partners { get; }

    private static List<(FileInfo File, string Root, string Holder, string Photo)> Elsewhere(
        List<FileInfo> files, string root, IReadOnlyList<(List<FileInfo> Files, string Root)> parts, Dictionary<string, CompanionMatch> own)
    {
        List<FileInfo> open = files.FindAll(file => IsDescription(file.Name) && own.GetValueOrDefault(file.Name) is { Photo: null } or { IsDerived: true });
        if (open.Count == 0)
            return [];
        string folder = files[0].DirectoryName!;
        List<FileInfo> others = [.. parts.Where(part => !ReferenceEquals(part.Files, files)).SelectMany(part => part.Files)];
        var photos = new FolderCompanions(others.Select(file => file.Name).Concat(files.Select(file => file.Name).Where(IsDescription)), name => TakeoutFile.Title(Path.Combine(folder, name)));
        return [.. open.Select(file => (File: file, Match: photos.Of(file.Name))).Where(one => one.Match is { Photo: not null } match && (!match.IsDerived || own.GetValueOrDefault(one.File.Name).Photo is null))
            .Select(one => (one.File, root, others.First(other => other.Name == one.Match!.Value.Photo).DirectoryName!, one.Match!.Value.Photo!))];
    }

    private static bool IsDescription(string name) => CompanionKind.Of(name)?.Name == CompanionKind.Takeout;
}
