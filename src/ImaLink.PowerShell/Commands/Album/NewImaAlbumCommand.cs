using System.Management.Automation;
using ImaLink.Photos;

namespace ImaLink.PowerShell.Commands;

/// <summary>Makes an album.</summary>
/// <remarks>
/// An album is written, all of it, into each storage that holds photos of it, so that it survives the loss of the catalog and every move of the files. One without photos,
/// and a saved search, is written to all active storages. An album with -Filter shows what it finds, now and later: Get-ImaPhoto -Album finds it, and Get-ImaAlbum counts it.
/// </remarks>
/// <example>
/// <code>New-ImaAlbum 'Travel/Italy' -Description 'Summer 2024'</code>
/// <para>Makes the album Italy in the album Travel, which is made where it does not exist.</para>
/// </example>
/// <example>
/// <code>New-ImaAlbum 'Best of the family' -Filter @{ Tag = 'Family'; Rating = '4..' }</code>
/// <para>Saves a search.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "ImaAlbum", SupportsShouldProcess = true)]
[OutputType(typeof(Album))]
public sealed class NewImaAlbumCommand : AlbumEditCommand
{
    /// <summary>The title; Travel/Italy lies in Travel.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string Title { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessInput() => Attempt(Title, () =>
    {
        AlbumEdit edit = Edit;
        if (ShouldProcess(Title, "Make album"))
            Changed(Albums.Create(Title, edit).Uuid);
    });
}
