using System.Management.Automation;
using ImaLink.Catalog;

namespace ImaLink.PowerShell.Commands;

/// <summary>Makes several photos one.</summary>
/// <remarks>
/// One shot is often several images: a RAW and its JPEG, a scan's front and back, an edited version. An import and Sync-ImaFileStorage join what proves to be of one shot, and
/// Update-ImaPhoto does that for what is there already; this command joins whatever you say belongs together, in whatever folder or storage it lies. Files stay where they are.
/// <para>
/// The photos become the first of them. What was said of each stays with its images, and the joined photo shows of each field what was said last, with the tags and persons of all.
/// A file stands for its photo. Split-ImaPhoto takes images out again.
/// </para>
/// <para>
/// Which image stands for the photo, in lists and albums, follows from what they are: a developed picture before a RAW, an original before what was made of it, the larger one.
/// -Primary chooses another; where one photo alone is given, that is all that changes.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-ImaFile '*Grandma 1962*' | Join-ImaPhoto</code>
/// <para>Makes one photo of the scans of a print, its back and its restored version.</para>
/// </example>
/// <example>
/// <code>Join-ImaPhoto *IMG_0042.CR2, *Trevi.tif -Primary *Trevi.tif</code>
/// <para>Joins a RAW and the picture that was made of it under another name, which stands for both.</para>
/// </example>
/// <example>
/// <code>Get-ImaPhoto -Text Trevi | Join-ImaPhoto -Primary *Trevi.tif</code>
/// <para>Lets another image stand for a photo.</para>
/// </example>
/// <example>
/// <code>Get-ImaFile -Format CR3 | Group-Object { '{0:s}' -f $_.TakenAt } | Where-Object Count -gt 1 | ForEach-Object { $_.Group | Join-ImaPhoto -WhatIf }</code>
/// <para>Shows what would become one photo if all RAW files of one second did.</para>
/// </example>
[Cmdlet(VerbsCommon.Join, "ImaPhoto", SupportsShouldProcess = true)]
[OutputType(typeof(Photo))]
public sealed class JoinImaPhotoCommand : PhotoGroupCommand
{
    private readonly List<long> _photos = [];

    /// <summary>The photo, file or hothash of the image that is to stand for the photo; it is joined, too.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSObject? Primary { get; set; }

    private protected override void Collect(PSObject input) => _photos.AddRange(Find(input).Where(photo => !_photos.Contains(photo)));

    private protected override void Say()
    {
        long? primary = Primary is null ? null : FindImages(Primary)[0];
        var locator = new PhotoLocator(Database);
        string[] names = [.. _photos.SelectMany(locator.ImagesOf).Concat(primary is { } image ? [image] : []).Distinct().Select(locator.NameOf)];
        if (_photos.Count == 0 || (_photos.Count == 1 && primary is null))
        {
            if (_photos.Count == 0)
                return;
            WriteVerbose($"Only one photo was given, '{names[0]}': there is nothing to join it with.");
            if (!this.IsWhatIf())
                Groups.Finish(locator.ImagesOf(_photos[0]));
            return;
        }

        string action = primary is null ? "Join to one photo" : $"Join to one photo that '{locator.NameOf(primary.Value)}' stands for";
        if (ShouldProcess(string.Join(", ", names), action))
            Emit([Groups.Join(_photos, primary)]);
    }
}
