using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>Takes photos out of an album; they stay where they are.</summary>
/// <remarks>
/// The album remembers that they were taken out, so that no other catalog brings them back. A photo that is not in the album is no error.
/// </remarks>
/// <example>
/// <code>Get-ImaFile -Path *IMG_0007* | Remove-ImaAlbumPhoto 'Travel/Italy' -Confirm:$false</code>
/// <para>Takes a photo out of an album.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "ImaAlbumPhoto", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Album))]
public sealed class RemoveImaAlbumPhotoCommand : AlbumPhotoCommand
{
    private protected override string Action => "Take photos out of album";

    private protected override void Apply(Album album, IReadOnlyCollection<long> photos) => Albums.RemovePhotos(album.Uuid, photos);
}
