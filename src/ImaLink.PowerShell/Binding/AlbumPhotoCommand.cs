using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that puts photos into an album or takes them out: all of its input in one change, also where the pipeline is stopped.</summary>
public abstract class AlbumPhotoCommand : AlbumChangeCommand
{
    private readonly List<long> _photos = [];
    private Album? _album;
    private bool? _isApproved;

    /// <summary>The album: title, title with those of the albums that it is in (Travel/Italy), UUID, wildcard that fits one, or an object from Get-ImaAlbum.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AlbumArgument(Single = true)]
    [ArgumentCompleter(typeof(AlbumTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNull]
    public Selector? Album { get; set; }

    /// <summary>The photos: objects from Get-ImaFile, UUIDs of photos, or hothashes.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>What is done, for ShouldProcess.</summary>
    private protected abstract string Action { get; }

    /// <summary>Does it.</summary>
    private protected abstract void Apply(Album album, IReadOnlyCollection<long> photos);

    /// <inheritdoc/>
    protected override void BeginInput() => _album = new AlbumFinder(Database).Get(Album!);

    /// <inheritdoc/>
    protected sealed override void ProcessInput()
    {
        foreach (PSObject input in InputObject)
            Attempt(input.ToString(), () => Collect(input));
    }

    /// <inheritdoc/>
    protected sealed override void EndInput()
    {
        ApplyAll();
        base.EndInput();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _photos.Count > 0)
        {
            try
            {
                ApplyAll();
            }
            catch (ImaLinkException)
            {
                // The pipeline has ended: nobody can be told any more.
            }
        }

        base.Dispose(disposing);
    }

    private void Collect(PSObject input)
    {
        IReadOnlyList<long> found = PhotoArguments.Find(Database, input);
        if (found.Count == 0)
            throw PhotoArguments.NotFound(input);
        if (_isApproved ??= ShouldProcess(_album!.FullTitle, Action))
            _photos.AddRange(found);
    }

    private void ApplyAll()
    {
        if (_photos.Count == 0)
            return;
        long[] photos = [.. _photos];
        _photos.Clear();
        Apply(_album!, photos);
        Changed(_album!.Uuid);
    }
}
