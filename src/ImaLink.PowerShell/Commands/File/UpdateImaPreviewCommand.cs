using System.Management.Automation;
using ImaLink.Integrity;

namespace ImaLink.PowerShell.Commands;

/// <summary>Makes the hotpreviews that files lack, and those that are out of date.</summary>
/// <remarks>
/// The small pictures under .imalink/hotpreviews are made by an import, and made again when Sync-ImaFileStorage finds a photo turned. This command makes
/// what is lacking, after -NoPreview or after they were deleted, and mends those that show a photo as it was before it was turned: it compares their shape
/// with size and orientation of the file, and their time with that of its last change. Of several files that carry one image, the first one that is present
/// counts, in the order of the indexes. Without -Storage the files of all storages that are enabled are looked at. Photos are never changed. What was done is kept
/// if the command is stopped; run again, it goes on. It emits the files that have got a preview, or another one.
/// </remarks>
/// <example>
/// <code>Update-ImaPreview -WhatIf</code>
/// <para>Lists the files of all storages whose preview is lacking or out of date.</para>
/// </example>
/// <example>
/// <code>Update-ImaPreview Archive -Force | Measure-Object</code>
/// <para>Makes all previews of one storage again, and counts those that are other ones now.</para>
/// </example>
[Cmdlet(VerbsData.Update, "ImaPreview", SupportsShouldProcess = true)]
[OutputType(typeof(FileUpdate))]
public sealed class UpdateImaPreviewCommand : StorageUpdateCommand
{
    private protected override void Update(FileStorage storage)
    {
        var service = new PreviewUpdateService(Database, Timeout);
        Update(storage, "Make previews", (_, token) => service.Candidates(storage.Uuid, Force, token), file => (file.FullName, "Make preview"),
            (pump, token) => service.Run(storage.Uuid, Force, pump.WriteObject, pump.Reporter, token));
    }
}
