using System.Collections;
using System.Management.Automation;
using ImaLink.Archive;
using ImaLink.Photos;

namespace ImaLink.PowerShell.Commands;

/// <summary>Changes an album: title, description, where it lies, its cover, the order of its photos, what it searches for.</summary>
/// <remarks>
/// The change is written to every storage that holds the album; to one that is offline on its next visit. Two catalogs that change one album at once lose nothing: of
/// each field the later change counts.
/// </remarks>
/// <example>
/// <code>Set-ImaAlbum 'Travel/Italy' -Title 'Italy 2024' -Order TakenAt</code>
/// <para>Renames an album, and orders its photos by time.</para>
/// </example>
/// <example>
/// <code>Get-ImaAlbum 'Italy*' | Set-ImaAlbum -Parent Travel</code>
/// <para>Puts albums into another one.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "ImaAlbum", SupportsShouldProcess = true)]
[OutputType(typeof(Album))]
public sealed class SetImaAlbumCommand : AlbumChangeCommand
{
    /// <summary>The albums: title, title with those of the albums that it is in (Travel/Italy), UUID, wildcard, or objects that name an album.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AlbumArgument]
    [ArgumentCompleter(typeof(AlbumTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Album { get; set; }

    /// <summary>The new title, without those of the albums that it is in.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Title { get; set; }

    /// <summary>The new description; an empty one takes it away.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>The album that it lies in from now on: title, UUID, or an object from Get-ImaAlbum.</summary>
    [Parameter]
    [AlbumArgument(Single = true)]
    [ArgumentCompleter(typeof(AlbumTitleCompleter))]
    [ValidateNotNull]
    public Selector? Parent { get; set; }

    /// <summary>Takes it out of the album that it lies in.</summary>
    [Parameter]
    public SwitchParameter NoParent { get; set; }

    /// <summary>The photo that stands for it: an object from Get-ImaFile, the UUID of a photo, or a hothash.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSObject? Cover { get; set; }

    /// <summary>Lets no photo in particular stand for it.</summary>
    [Parameter]
    public SwitchParameter NoCover { get; set; }

    /// <summary>How its photos are ordered: Position, as they were put in, or TakenAt.</summary>
    [Parameter]
    [ValidateSet(AlbumOrder.Position, AlbumOrder.TakenAt)]
    public string? Order { get; set; }

    /// <summary>What a saved search looks for: conditions and their values, such as @{ Tags = 'Family'; RatingMin = 4 }.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? Filter { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (Selector selector in Album ?? [])
            Attempt(selector.Text, () => Process(selector));
    }

    private void Process(Selector selector)
    {
        var edit = new AlbumEdit
        {
            Title = Title,
            Description = Description,
            Parent = Parent,
            AtTop = NoParent,
            Cover = Cover is null ? null : PhotoArguments.One(Database, Cover),
            NoCover = NoCover,
            Order = Order,
            Filter = Filter is null ? null : SavedFilter.Parse(Filter),
        };
        if (edit == new AlbumEdit())
            throw new ImaLinkException(ErrorCode.InvalidValue, "Nothing is given that is to be changed. Give -Title, -Description, -Parent, -Cover, -Order or -Filter.", selector.Text);
        foreach (Album album in Named(selector))
            if (ShouldProcess(album.FullTitle, "Change album"))
                Changed(Albums.Set(album.Uuid, edit).Uuid);
    }

    private IEnumerable<Album> Named(Selector selector)
    {
        var finder = new AlbumFinder(Database);
        return selector.IsWildcard ? finder.Find(selector) : [finder.Get(selector)];
    }
}
