using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>
/// The end of what stands beside an index, once an index that holds all of it was written. Where a crash comes between, it is merged once more, which changes nothing.
/// </summary>
internal static class SaidFold
{
    /// <summary>Deletes the append file of an index that was just replaced.</summary>
    /// <param name="files">How.</param>
    /// <param name="indexPath">The index.</param>
    /// <param name="merged">SHA-256 of the append file that was merged before; null where there was none.</param>
    /// <returns>False where it is another one now, of a writer whom no lock held off: it stays, and the next visit takes it over.</returns>
    internal static bool End(DurableFiles files, string indexPath, string? merged)
    {
        SaidOverlay said = SaidOverlay.Of(indexPath);
        if (said.Unreadable is not null || said.State?.Sha256 != merged)
            return said.State is null && said.Unreadable is null;
        if (said.State is null)
            return true;
        if (said.Damaged > 0)
            FormerIndex.Keep(files, said.FullName); // a person may still read in it what no program can
        files.Delete(said.FullName);
        files.FlushDirectory(Path.GetDirectoryName(said.FullName)!);
        return true;
    }
}
