using System.Management.Automation;
using ImaLink.Photos;

namespace ImaLink.PowerShell.Commands;

/// <summary>Puts photos into an album.</summary>
/// <remarks>
/// They are put at its end in the order in which they come, or in the place that is said; a photo that is in the album already stays where it is, unless a place is said.
/// Members are kept by their images and not by files, so that they stay in the album wherever the files go. The album is written to each storage once, when the
/// command ends, also where it is stopped.
/// </remarks>
/// <example>
/// <code>Get-ImaFile -Session 'Italy 2024' | Add-ImaAlbumPhoto 'Travel/Italy'</code>
/// <para>Puts the photos of a session into an album.</para>
/// </example>
/// <example>
/// <code>Get-ImaFile -Path *IMG_0007* | Add-ImaAlbumPhoto 'Travel/Italy' -Position 1</code>
/// <para>Makes a photo the first of an album.</para>
/// </example>
[Cmdlet(VerbsCommon.Add, "ImaAlbumPhoto", SupportsShouldProcess = true, DefaultParameterSetName = "End")]
[OutputType(typeof(Album))]
public sealed class AddImaAlbumPhotoCommand : AlbumPhotoCommand
{
    /// <summary>Which of the album's photos the first becomes, from 1.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Position")]
    [ValidateRange(1, int.MaxValue)]
    public int Position { get; set; }

    /// <summary>The photo of the album before which they are put: an object from Get-ImaFile, the UUID of a photo, or a hothash.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "BeforePhoto")]
    [Alias("Before")]
    [ValidateNotNull]
    public PSObject? BeforePhoto { get; set; }

    /// <summary>The photo of the album after which they are put: an object from Get-ImaFile, the UUID of a photo, or a hothash.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "AfterPhoto")]
    [Alias("After")]
    [ValidateNotNull]
    public PSObject? AfterPhoto { get; set; }

    private protected override string Action => "Add photos to album";

    private protected override void Apply(Album album, IReadOnlyCollection<long> photos) => Albums.AddPhotos(album.Uuid, photos, new AlbumPlace
    {
        Position = Position > 0 ? Position : null,
        Before = BeforePhoto is null ? null : PhotoArguments.One(Database, BeforePhoto),
        After = AfterPhoto is null ? null : PhotoArguments.One(Database, AfterPhoto),
    });
}
