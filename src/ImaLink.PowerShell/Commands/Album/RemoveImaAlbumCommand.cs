using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell.Commands;

/// <summary>Removes an album; its photos stay where they are.</summary>
/// <remarks>
/// What every storage keeps of it says that it was removed, so that no other catalog brings it back.
/// </remarks>
/// <example>
/// <code>Remove-ImaAlbum 'Travel/Italy'</code>
/// <para>Removes one album, after a question.</para>
/// </example>
/// <example>
/// <code>Remove-ImaAlbum Travel -Recurse -Confirm:$false</code>
/// <para>Removes an album and those in it, without a question.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "ImaAlbum", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveImaAlbumCommand : AlbumChangeCommand
{
    /// <summary>The albums: title, title with those of the albums that it is in (Travel/Italy), UUID, wildcard, or objects that name an album.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AlbumArgument]
    [ArgumentCompleter(typeof(AlbumTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Album { get; set; }

    /// <summary>Removes the albums that lie in it as well.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (Selector selector in Album ?? [])
            Attempt(selector.Text, () => Process(selector));
    }

    private void Process(Selector selector)
    {
        var finder = new AlbumFinder(Database);
        foreach (Album album in selector.IsWildcard ? finder.Find(selector) : [finder.Get(selector)])
        {
            if (!ShouldProcess(album.FullTitle, "Remove album"))
                continue;
            Albums.Remove(album.Uuid, Recurse);
            Changed(null);
        }
    }
}
