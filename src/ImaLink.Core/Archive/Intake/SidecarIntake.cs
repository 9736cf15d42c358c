using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Metadata;

namespace ImaLink.Archive.Intake;

/// <summary>Takes over what the sidecar of a registered photo says.</summary>
internal sealed class SidecarIntake(CatalogDatabase catalog)
{
    private readonly FileEntries _entries = new(catalog);
    private readonly WordIntake _words = new(catalog);

    /// <summary>What a sidecar that was read would say of its photo.</summary>
    internal WordsTaken Look(long fileId, ImageFacts sidecar)
    {
        FileEntry photo = _entries.Get(fileId);
        return _words.Look(catalog.Images.Find(photo.Image)!.Value, FileWords.OfSidecar(sidecar, photo));
    }

    /// <summary>Takes over what the sidecar at a path says. One that cannot be read says nothing; whoever records it tells that.</summary>
    internal WordsTaken? Take(StorageLayout layout, long fileId, string path)
    {
        try
        {
            FileEntry photo = _entries.Get(fileId);
            return _words.Take(catalog.Images.Find(photo.Image)!.Value, FileWords.OfSidecar(SidecarReader.Read(layout.FullName(path)), photo));
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return null;
        }
    }
}
