using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>
/// Keeps the preview of an image that of the file which counts for it (<see cref="PreviewTable"/>): where a command turns that file, or another
/// one counts after it, the preview is deleted with the change, and made again at the end. A crash in between leaves none, and never that of before.
/// </summary>
internal sealed class PreviewUpkeep(StorageWriter storage)
{
    private readonly Dictionary<string, (ShownFile? Shown, DateTime LeftAt)> _before = [];
    private readonly HashSet<string> _due = [];

    private PreviewTable Previews => storage.Catalog.Previews;

    /// <summary>Remembers what the preview of an image shows, before its files change.</summary>
    /// <param name="hothash">The image.</param>
    /// <param name="leftAt">When a file that comes back was taken away: what was made of the image since is a preview of another file.</param>
    internal void Note(string hothash, DateTime? leftAt = null)
    {
        if (!_before.ContainsKey(hothash))
            _before.Add(hothash, (Previews.Shown(storage.StorageId, hothash), leftAt ?? DateTime.MaxValue));
    }

    /// <summary>Whether the preview of its image would be the same if it showed this file.</summary>
    internal bool IsOf(FileEntry file) => Previews.Shown(storage.StorageId, file.Hothash) is { } shown
        && (shown.Orientation, shown.Width, shown.Height) == (file.Orientation ?? 1, file.Width ?? 0, file.Height ?? 0);

    /// <summary>Remembers the previews of images whose files differ in that, before any of them moves, leaves or returns.</summary>
    internal void NoteContested(List<string> images) => images.ForEach(hothash => Note(hothash, DateTime.MinValue));

    /// <summary>Has a preview made of an image that has none.</summary>
    internal void Want(string hothash) => _due.Add(hothash);

    /// <summary>Deletes the previews that show something else than what counts now; called in the transaction that changed the files.</summary>
    internal void Settle()
    {
        foreach ((string hothash, (ShownFile? shown, DateTime leftAt)) in _before)
        {
            if (Previews.Shown(storage.StorageId, hothash) is not { } now || (shown is null ? IsLeftOver(hothash, now, leftAt) : shown.LooksLike(now)))
                continue;
            Hotpreviews.Drop(storage.Files, storage.Layout, hothash);
            Previews.SetLacking(storage.StorageId, hothash);
            _due.Add(hothash);
        }

        _before.Clear();
    }

    /// <summary>Makes what is due, once the files and the records of them are safe.</summary>
    internal void Make(OperationReporter reporter, CancellationToken cancellationToken)
    {
        if (_due.Count == 0)
            return;
        List<string> due = [.. _due];
        _due.Clear();
        new PreviewPass(storage, reporter).Run(due.SelectMany(hothash => Previews.OfImage(storage.StorageId, hothash)), due.Count, _ => { }, cancellationToken);
        storage.WriteIndexes(cancellationToken);
    }

    /// <summary>Whether a preview that no present file had can be that of the one which counts now.</summary>
    private bool IsLeftOver(string hothash, ShownFile now, DateTime leftAt)
    {
        var preview = new FileInfo(storage.Layout.Hotpreview(hothash));
        return !preview.Exists || (preview.LastWriteTimeUtc <= leftAt && Hotpreviews.Fits(storage.Layout, hothash, now.Width, now.Height, now.Orientation));
    }
}
