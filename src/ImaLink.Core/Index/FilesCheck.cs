using System.Globalization;
using ImaLink.Files;

namespace ImaLink.Index;

/// <summary>Looks for the files that an index lists as present: are they there, with their sizes? None is opened.</summary>
internal sealed class FilesCheck(StorageLayout layout)
{
    private readonly Dictionary<string, bool> _inside = new(StringComparer.Ordinal);
    private long _missing, _other;
    private string? _first;

    /// <summary>The differences in words; null for none.</summary>
    internal string? Differences => _missing + _other == 0 ? null
        : string.Create(CultureInfo.InvariantCulture, $"{_missing:N0} file(s) that it lists are not there, {_other:N0} have another size, such as '{IndexCheck.Excerpt(_first)}'. Sync-ImaFileStorage records what happened to them.");

    internal void Look(FileEntry entry)
    {
        if (entry.State == FileState.Missing)
            return;
        Look(entry.Path!, entry.FileSize);
        foreach (CompanionEntry companion in entry.Companions ?? [])
            if (companion.State != FileState.Missing)
                Look(companion.Path, companion.FileSize);
    }

    internal void Look(string path, long size)
    {
        long? found = Inside(path) ? Length(layout.FullName(path)) : null;
        if (found == size)
            return;
        _first ??= path;
        if (found is null)
            _missing++;
        else
            _other++;
    }

    /// <summary>Nothing is looked for outside of the storage on the word of an index.</summary>
    private bool Inside(string path)
    {
        string folder = path[..path.LastIndexOf('/')];
        if (!_inside.TryGetValue(folder, out bool inside))
            _inside.Add(folder, inside = layout.Holds(path));
        return inside;
    }

    private static long? Length(string fullName)
    {
        try
        {
            var file = new FileInfo(fullName);
            if (file.LinkTarget is not null)
                return file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target ? target.Length : null;
            return file.Exists ? file.Length : null;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return null;
        }
    }
}
