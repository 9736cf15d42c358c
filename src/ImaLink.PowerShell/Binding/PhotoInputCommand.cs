using System.Management.Automation;
using ImaLink.Catalog;

namespace ImaLink.PowerShell;

/// <summary>
/// A cmdlet whose subject is photos, typed or from the pipeline: objects of Get-ImaPhoto and of whatever else tells of a photo, an image or a file, also those
/// that came through remoting or out of a CSV file.
/// </summary>
public abstract class PhotoInputCommand : CatalogCommand
{
    /// <summary>The photos: objects from Get-ImaPhoto, Get-ImaFile or Find-ImaDuplicate, UUIDs, hothashes, or paths of registered files.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public PSObject[] Photo { get; set; } = [];

    /// <summary>What named the photo at hand.</summary>
    private protected PSObject Input { get; private set; } = new();

    /// <summary>Called for each photo; what it throws becomes an error record.</summary>
    /// <param name="photo">The catalog's number for it.</param>
    protected abstract void ProcessPhoto(long photo);

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (PSObject input in Photo)
        {
            Input = input;
            IReadOnlyList<long> photos = [];
            if (!Attempt(Name(input), () => photos = Find(input)))
                continue;
            foreach (long photo in photos)
                Attempt(Name(input), () => ProcessPhoto(photo));
        }
    }

    /// <summary>The photos that an object speaks of.</summary>
    /// <exception cref="ImaLinkException">FileNotFound.</exception>
    private protected IReadOnlyList<long> Find(PSObject input) => PhotoArguments.FindAny(this, Database, input);

    /// <summary>The images that an object speaks of: a photo means all of its images, a file or a hothash the one.</summary>
    /// <exception cref="ImaLinkException">FileNotFound.</exception>
    private protected IReadOnlyList<long> FindImages(PSObject input)
    {
        IReadOnlyList<long> found = PhotoArguments.FindImages(Database, input);
        if (found.Count == 0)
            found = [.. PhotoArguments.FilesOf(this, Database, input).Select(new PhotoLocator(Database).ImageByFile).OfType<long>().Distinct()];
        return found.Count > 0 ? found : throw PhotoArguments.NotFound(input);
    }

    private protected static string Name(PSObject input) => input.ToString() ?? "";
}
