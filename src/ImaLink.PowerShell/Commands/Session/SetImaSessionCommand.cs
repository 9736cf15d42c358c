using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell.Commands;

/// <summary>Changes the title, description or author of a session.</summary>
/// <remarks>
/// The change is written to the session's index in its storage too. If the storage is offline it is written on its next visit.
/// Folders on the disk keep their names. A title that fits several sessions is an error that lists them.
/// <para>
/// Rows of a CSV file do too: the column Session or Uuid (with StorageUuid, or Storage) tells which session, and Title, Description and
/// Author what it gets. An empty cell, and one that says what is recorded already, changes nothing. Sessions that come from Get-ImaSession
/// are only named by it.
/// </para>
/// </remarks>
/// <example>
/// <code>Set-ImaSession 'Italy Summer 2024' -Title 'Liguria 2024' -Author 'Ann Example'</code>
/// <para>Renames a session and names its author.</para>
/// </example>
/// <example>
/// <code>Get-ImaSession | Select-Object Uuid, StorageUuid, Title, Description, Author | Export-Csv sessions.csv; Import-Csv sessions.csv | Set-ImaSession</code>
/// <para>After the file was edited, gives all sessions what it says.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "ImaSession", SupportsShouldProcess = true)]
[OutputType(typeof(ImportSession))]
public sealed class SetImaSessionCommand : SessionCommand
{
    /// <summary>The new title.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Title { get; set; }

    /// <summary>The new description.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>The author of the photos: a name, or name and address as in 'Ann Example &lt;ann@example.org&gt;'.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Author { get; set; }

    private RowEdits? _edits;

    /// <inheritdoc/>
    protected override void BeginInput() => _edits = new RowEdits(this, nameof(Title), nameof(Description), nameof(Author));

    /// <inheritdoc/>
    protected override void ProcessSession(ImportSession session)
    {
        string? title = _edits!.Of(nameof(Title), Title, session.Title), description = _edits.Of(nameof(Description), Description, session.Description),
            author = _edits.Of(nameof(Author), Author, session.Author);
        _edits.RequireAny();
        if (author is "")
            throw new ImaLinkException(ErrorCode.InvalidValue, "An author needs a name. Give one with -Author.", session.Title);
        if (title is null && description is null && author is null)
            WriteObject(session);
        else if (ShouldProcess($"{session.Title} ({session.Storage})", "Change session"))
            WriteObject(SessionService.Set(session, title, description, author, StopToken));
    }
}
