using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>Changes the title, description or author of a session.</summary>
/// <remarks>
/// The change is written to the session's index in its storage too. If the storage is offline it is written on its next visit.
/// Folders on the disk keep their names. A title that fits several sessions is an error that lists them.
/// </remarks>
/// <example>
/// <code>Set-ImaSession 'Italy Summer 2024' -Title 'Liguria 2024' -Author 'Ann Example'</code>
/// <para>Renames a session and names its author.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "ImaSession", SupportsShouldProcess = true)]
[OutputType(typeof(ImportSession))]
public sealed class SetImaSessionCommand : SessionCommand
{
    /// <summary>The new title.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>The new description.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>The author of the photos: a name, or name and address as in 'Ann Example &lt;ann@example.org&gt;'.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Author { get; set; }

    /// <inheritdoc/>
    protected override void ProcessSession(ImportSession session)
    {
        if (ShouldProcess($"{session.Title} ({session.Storage})", "Change session"))
            WriteObject(SessionService.Set(session, Title, Description, Author, StopToken));
    }
}
