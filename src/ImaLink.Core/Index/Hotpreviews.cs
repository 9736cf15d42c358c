using ImaLink.Files;

namespace ImaLink.Index;

/// <summary>
/// Takes hotpreviews along with what they belong to. A preview can be made again at any time, so none of this ever fails what
/// it goes along with. Safe for use by many threads.
/// </summary>
internal static class Hotpreviews
{
    /// <summary>Copies a preview where it is not there yet.</summary>
    /// <returns>Whether it is there now. One that could not be read or written is lacking, and fails nothing.</returns>
    internal static bool Copy(DurableFiles files, StorageLayout source, string from, StorageLayout target, string to)
    {
        (string old, string wanted) = (source.Hotpreview(from), target.Hotpreview(to));
        try
        {
            if (!File.Exists(wanted) && OwnFiles.Exists(old))
                files.WriteRebuildable(wanted, OwnFiles.ReadAllBytes(old), target.Root);
            return File.Exists(wanted);
        }
        catch (Exception e) when (IoErrors.IsIo(e) || e is ImaLinkException)
        {
            return false;
        }
    }

    /// <summary>Deletes a preview that nothing shows any more; one that stays is in nobody's way.</summary>
    internal static void Drop(DurableFiles files, StorageLayout layout, string hothash)
    {
        string preview = layout.Hotpreview(hothash);
        try
        {
            if (layout.Holds(layout.RelativePath(preview)))
                files.Delete(preview);
        }
        catch (ImaLinkException)
        {
        }
    }
}
