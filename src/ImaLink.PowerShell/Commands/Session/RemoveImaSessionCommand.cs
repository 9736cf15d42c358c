using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>Undoes an import: the files of a session go to the trash of their storage.</summary>
/// <remarks>
/// A file that another session found as its duplicate is not removed; it passes to that session, which goes on in this storage if
/// it belongs to another one. A storage that may have such a session must be connected. Files that were registered in place are
/// only unregistered, unless -IncludeFile is given. Restore-ImaTrash brings files back, and their session with them.
/// </remarks>
/// <example>
/// <code>Remove-ImaSession 'Test import' -Confirm:$false</code>
/// <para>Removes a session without asking.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "ImaSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveImaSessionCommand : SessionCommand
{
    /// <summary>Moves files that were registered in place to the trash too.</summary>
    [Parameter]
    public SwitchParameter IncludeFile { get; set; }

    /// <summary>The sessions that are meant, and those whose removal was interrupted after it was recorded: it is completed.</summary>
    protected override IReadOnlyList<ImportSession> Find(Selector session)
    {
        try
        {
            IReadOnlyList<ImportSession> found = base.Find(session);
            return found.Count > 0 ? found : SessionService.BeingRemoved(session);
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.SessionNotFound && SessionService.BeingRemoved(session) is { Count: > 0 } underway)
        {
            return underway;
        }
    }

    /// <inheritdoc/>
    protected override void ProcessSession(ImportSession session)
    {
        if (ShouldProcess($"{session.Title} ({session.Storage}, {session.Imported + session.Variant} files)", "Remove session"))
            PipelinePump.Run(this, (_, token) => SessionService.Remove(session, IncludeFile, token));
    }
}
