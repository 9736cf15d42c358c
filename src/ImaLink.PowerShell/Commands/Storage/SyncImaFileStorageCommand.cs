using System.Management.Automation;
using ImaLink.Reconcile;

namespace ImaLink.PowerShell.Commands;

/// <summary>Brings the records of FileStorages up to date with what lies in them.</summary>
/// <remarks>
/// Files that were moved, renamed, swapped or re-tagged with whatever tool keep their photo and session; files that are gone
/// are recorded as missing and nothing of them is forgotten. A file that was moved here from another storage is registered with its
/// photo and session, and recorded as missing there; Remove-ImaFile forgets it there. Catalog, session indexes, manifest and master index follow. No
/// photo is moved, changed or deleted. Without -Storage all storages that are enabled are brought up to date; a warning names those that are not connected. Emits one finding for each difference, as Compare-ImaFileStorage does. A file whose
/// bytes changed although nobody wrote it is Corrupt, one that lost its end is Truncated, and neither is ever recorded as good:
/// Test-ImaFile goes on to fail, and Repair-ImaFile brings it back from a copy. Where no copy is at hand and the end is only likely to be
/// lost, the finding says 'Suspected'; -AcceptChanged records such a file as your edit. Where more than a quarter of the files,
/// and at least 20, would become missing, nothing is recorded unless -AllowMassMissing is given; nor, unless -AllowMassChanged is, where as many
/// hold another image than the recorded one in the same place (files that were only tagged anew do not count). With -WhatIf each finding is
/// listed and nothing is recorded. What another program wrote into a photo or its XMP sidecar since (a title, a rating, tags, persons) is said of the photo, and the finding tells it; what you said here
/// gives way only where it was said earlier. Run it again after an interruption: -AddNew with the same title goes on where it was.
/// </remarks>
/// <example>
/// <code>Sync-ImaFileStorage Archive</code>
/// <para>After files were reorganised, links everything again.</para>
/// </example>
/// <example>
/// <code>Sync-ImaFileStorage Archive -AddNew -Title 'Put there by hand'</code>
/// <para>Also registers the photos that were put into the storage's photos folder by other means.</para>
/// </example>
/// <example>
/// <code>Sync-ImaFileStorage Archive -WhatIf</code>
/// <para>Lists what would be recorded.</para>
/// </example>
/// <example>
/// <code>Sync-ImaFileStorage Archive -AcceptChanged</code>
/// <para>Records files too whose lost end was only suspected, after you looked at them.</para>
/// </example>
[Cmdlet(VerbsData.Sync, "ImaFileStorage", DefaultParameterSetName = "Known", SupportsShouldProcess = true)]
[OutputType(typeof(Finding))]
public sealed class SyncImaFileStorageCommand : ReconcileCommand
{
    /// <summary>Registers photos and videos that are not registered, further copies too, where they lie, as one session.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "AddNew")]
    public SwitchParameter AddNew { get; set; }

    /// <summary>The title of that session.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "AddNew")]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "";

    /// <summary>Records the outcome even if a great part of the files is missing.</summary>
    [Parameter]
    public SwitchParameter AllowMassMissing { get; set; }

    /// <summary>Records the outcome even if a great part of the files holds other images now.</summary>
    [Parameter]
    public SwitchParameter AllowMassChanged { get; set; }

    /// <summary>Records files that are only suspected to have lost their end: you wrote them so.</summary>
    [Parameter]
    public SwitchParameter AcceptChanged { get; set; }

    /// <inheritdoc/>
    protected override void ProcessStorage(FileStorage storage)
    {
        var request = new SyncRequest
        {
            Full = Full,
            AddNewTitle = AddNew ? Title : null,
            AllowMassMissing = AllowMassMissing,
            AllowMassChanged = AllowMassChanged,
            AcceptChanged = AcceptChanged,
        };
        if (this.IsWhatIf())
        {
            // The catalog keeps nothing of what is done to it under -WhatIf.
            PipelinePump.Run(this, (pump, token) => Reconcile.Compare(storage.Uuid, request,
                finding => pump.Invoke(() => ShouldProcess(Target(finding), Action(finding.Verdict))), pump.Reporter, token));
            return;
        }

        if (!ShouldProcess(storage.Name, "Sync FileStorage"))
            return;
        PipelinePump.Run(this, (pump, token) => Reconcile.Sync(storage.Uuid, request, pump.WriteObject, pump.Reporter, token));
    }

    private string Action(string verdict) => verdict switch
    {
        FindingVerdict.New or FindingVerdict.Copied when !AddNew => $"Tell as {verdict}, recorded only with -AddNew",
        FindingVerdict.New or FindingVerdict.Copied => $"Record as {verdict} in the session '{Title}'",
        FindingVerdict.Corrupt or FindingVerdict.Truncated or FindingVerdict.HothashCollision or FindingVerdict.MetadataConflict => $"Tell as {verdict}",
        _ => $"Record as {verdict}",
    };

    private static string Target(Finding finding) =>
        finding.FullName + (finding.OldPath is null ? "" : $" (from {finding.OldPath})") + (finding.Detail is null ? "" : $" ({finding.Detail})");
}
