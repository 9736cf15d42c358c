using System.Globalization;
using System.Management.Automation;
using ImaLink.Trash;

namespace ImaLink.PowerShell.Commands;

/// <summary>Undoes an import: the files of a session go to the trash of their storage.</summary>
/// <remarks>
/// A file that another session found as its duplicate is not removed; it passes to that session, which goes on in this storage if
/// it belongs to another one. A storage that may have such a session must be connected. Files that were registered in place are
/// only unregistered, unless -IncludeFile is given. Restore-ImaTrash brings files back, and their session with them.
/// <para>
/// Replicas, which Copy-ImaSession placed, are copies on purpose: a session that holds some is left as it is, and the command says how many,
/// unless -IncludeCopy is given or -Storage is typed on this command. One that comes from the pipeline with its storage is no reason.
/// </para>
/// </remarks>
/// <example>
/// <code>Remove-ImaSession 'Test import' -Storage Archive -Confirm:$false</code>
/// <para>Removes a session from one storage without asking; its copies in others stay.</para>
/// </example>
/// <example>
/// <code>Get-ImaSession 'Test import' | Remove-ImaSession -IncludeCopy</code>
/// <para>Removes a session and its copies in other storages, asking for each.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "ImaSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveImaSessionCommand : SessionCommand
{
    private bool _isStorageTyped;

    /// <summary>Moves files that were registered in place to the trash too.</summary>
    [Parameter]
    public SwitchParameter IncludeFile { get; set; }

    /// <summary>Removes replicas too, which Copy-ImaSession placed.</summary>
    [Parameter]
    public SwitchParameter IncludeCopy { get; set; }

    /// <inheritdoc/>
    protected override void BeginInput() => _isStorageTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Storage));

    /// <summary>The sessions that are meant, and those whose removal was interrupted after it was recorded: it is completed.</summary>
    protected override IReadOnlyList<ImportSession> Find(Selector session)
    {
        try
        {
            IReadOnlyList<ImportSession> found = base.Find(session);
            return found.Count > 0 ? found : SessionRemovalService.BeingRemoved(session);
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.SessionNotFound && SessionRemovalService.BeingRemoved(session) is { Count: > 0 } underway)
        {
            return underway;
        }
    }

    /// <inheritdoc/>
    protected override void ProcessSession(ImportSession session)
    {
        int replicas = IncludeCopy || _isStorageTyped ? 0 : Replicas(session);
        if (replicas > 0)
        {
            WriteWarning(string.Create(CultureInfo.InvariantCulture, $"The session '{session.Title}' in '{session.Storage}' is left as it is: {replicas:N0} of its files {(replicas == 1 ? "is a replica" : "are replicas")} that Copy-ImaSession placed. -IncludeCopy or -Storage '{session.Storage}' removes it all the same."));
            return;
        }

        if (ShouldProcess($"{session.Title} ({session.Storage}, {DisplayText.Count(session.Imported + session.Variant, "file")})", "Remove session"))
            PipelinePump.Run(this, (pump, token) => SessionRemovalService.Remove(session, IncludeFile, token, pump.Reporter));
    }
}
