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
public sealed class SetImaAlbumCommand : AlbumEditCommand
{
    /// <summary>The albums: title, title with those of the albums that it is in (Travel/Italy), UUID, wildcard, or objects that name an album.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AlbumArgument]
    [ArgumentCompleter(typeof(AlbumTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Album { get; set; }

    /// <summary>The new title, without those of the albums that it is in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Title { get; set; }

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

    private RowEdits? _edits;

    /// <inheritdoc/>
    protected override void BeginInput() =>
        _edits = new RowEdits(this, nameof(Title), nameof(Description), nameof(Parent), nameof(NoParent), nameof(Cover), nameof(NoCover), nameof(Order), nameof(Filter));

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (Selector selector in Album ?? [])
            Attempt(selector.Text, () => Process(selector));
    }

    private void Process(Selector selector)
    {
        _edits!.RequireAny();
        long? cover = Cover is null ? null : PhotoArguments.One(Database, Cover);
        var finder = new AlbumFinder(Database);
        foreach (Album album in selector.IsWildcard ? finder.Find(selector) : [finder.Get(selector)])
        {
            AlbumEdit edit = Edit with
            {
                Title = _edits.Of(nameof(Title), Title, album.Title),
                Description = _edits.Of(nameof(Description), Description, album.Description),
                Parent = _edits.Of(nameof(Parent), Parent?.Text, album.Parent) is null ? null : Parent,
                Order = _edits.Of(nameof(Order), Order, album.Order),
                AtTop = NoParent,
                Cover = cover,
                NoCover = NoCover,
            };
            if (ShouldProcess(album.FullTitle, "Change album"))
                Changed(Albums.Set(album.Uuid, edit).Uuid);
        }
    }
}
