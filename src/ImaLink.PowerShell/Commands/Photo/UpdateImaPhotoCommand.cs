using System.Management.Automation;
using ImaLink.Photos;

namespace ImaLink.PowerShell.Commands;

/// <summary>Finds the images of one shot among what is there, and makes them one photo.</summary>
/// <remarks>
/// A RAW and its JPEG or HEIC, both halves of a live photo, bursts, edited versions, and front and back of a scan are one photo each. An import and Sync-ImaFileStorage see to that for the
/// files that they take in or find moved; this command looks at all that is registered, as after an update of ImaLink that reads more of what files say (run Update-ImaFact first),
/// or where the halves came into the archive by different ways.
/// <para>
/// It needs evidence, never a name alone: a content identifier or the camera's name of a burst that files share, wherever they lie; one folder, one name and one moment; for scans one folder, the
/// scanner's names, shapes and times that fit. What you said with Join-ImaPhoto and Split-ImaPhoto counts for more, and is never changed. No file is read or touched.
/// </para>
/// <para>
/// Each photo that got further images is emitted with the evidence, once it is recorded. A command that was stopped or killed goes on where it was; run again, with nothing left to
/// find, it changes nothing. -WhatIf emits what would be found. A storage that is offline gets its words when it is there again.
/// </para>
/// </remarks>
/// <example>
/// <code>Update-ImaPhoto -WhatIf | Group-Object Evidence -NoElement</code>
/// <para>Counts what would become one photo, by what speaks for it; nothing is recorded.</para>
/// </example>
/// <example>
/// <code>Update-ImaPhoto Archive | Format-List Evidence, Files</code>
/// <para>Groups what lies in one storage, and shows the files of each photo.</para>
/// </example>
/// <example>
/// <code>Get-ImaSession 'Italy*' | Update-ImaPhoto</code>
/// <para>Groups the photos of some sessions, with what belongs to them elsewhere.</para>
/// </example>
[Cmdlet(VerbsData.Update, "ImaPhoto", SupportsShouldProcess = true, DefaultParameterSetName = "Filter")]
[OutputType(typeof(PhotoGroup))]
public sealed class UpdateImaPhotoCommand : FileUpdateCommand
{
    /// <inheritdoc/>
    protected override void EndInput()
    {
        IReadOnlyList<FileFilter> filters = Filters();
        if (filters.Count == 0 || (!ShouldProcess(Target, "Group the images of one shot") && !this.IsWhatIf()))
            return;
        IReadOnlyList<FileFilter> wanted = filters.Contains(new FileFilter()) ? [] : filters;
        PipelinePump.Run(this, (pump, token) =>
        {
            foreach (PhotoGroup group in new GroupUpdateService(Database, Timeout).Run(wanted, this.IsWhatIf(), pump.Reporter, token))
                pump.WriteObject(group);
        });
    }
}
