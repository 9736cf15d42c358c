using System.Management.Automation;
using ImaLink.Catalog;

namespace ImaLink.PowerShell.Commands;

/// <summary>Takes images out of their photo, so that each is a photo by itself.</summary>
/// <remarks>
/// A file or a hothash names one image, which is taken out of its photo; a photo, as Get-ImaPhoto emits it or by its UUID, means all of its images, so that it comes apart.
/// What was said of the photo stays with both halves, as it was said of all its images. Files stay where they are.
/// <para>
/// What you take apart is not joined again by an import, Sync-ImaFileStorage or Update-ImaPhoto, in this catalog or in another one that meets the storage; Join-ImaPhoto joins it again.
/// The photos that the images are now, and what is left of theirs, are emitted.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-ImaFile -Session 'Italy 2024' -Format MOV | Split-ImaPhoto</code>
/// <para>Makes photos of their own of the films of live photos.</para>
/// </example>
/// <example>
/// <code>Get-ImaPhoto -Text Trevi | Split-ImaPhoto -WhatIf</code>
/// <para>Shows which images would be photos by themselves.</para>
/// </example>
[Cmdlet(VerbsCommon.Split, "ImaPhoto", SupportsShouldProcess = true)]
[OutputType(typeof(Photo))]
public sealed class SplitImaPhotoCommand : PhotoGroupCommand
{
    private readonly HashSet<long> _images = [];

    private protected override void Collect(PSObject input) => _images.UnionWith(FindImages(input));

    private protected override void Say()
    {
        var locator = new PhotoLocator(Database);
        long[] parted = [.. _images.Where(image => locator.HasRelatives(image) && ShouldProcess(locator.NameOf(image), "Take out of its photo"))];
        if (parted.Length > 0)
            Emit(Groups.Split(parted));
        else if (!this.IsWhatIf())
            Groups.Finish(_images);
    }
}
