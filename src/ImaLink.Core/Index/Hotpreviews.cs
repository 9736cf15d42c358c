using ImaLink.Files;
using ImaLink.Media.Containers;

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

    /// <summary>
    /// Whether a preview lies as a picture of this size and orientation does: upright or across, which its header tells. One that cannot be read fits nothing.
    /// </summary>
    internal static bool Fits(StorageLayout layout, string hothash, int width, int height, int orientation)
    {
        const double clearly = 1.03; // what stands in a camera file for the picture may be a few pixels wider
        try
        {
            if (JpegFrame.Read(ByteRange.Of(OwnFiles.ReadAllBytes(layout.Hotpreview(hothash)))) is not { Width: > 0, Height: > 0 } frame)
                return false;
            (double seen, double due) = ((double)frame.Width / frame.Height, orientation > 4 ? (double)height / width : (double)width / height);
            return width <= 0 || height <= 0 || !((seen > clearly && due < 1 / clearly) || (seen < 1 / clearly && due > clearly));
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
