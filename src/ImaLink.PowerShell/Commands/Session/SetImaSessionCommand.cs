using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell.Commands;

/// <summary>Changes the title, description, author or time zone of a session.</summary>
/// <remarks>
/// The change is written to the session's index in its storage too. If the storage is offline it is written on its next visit.
/// Folders on the disk keep their names. A title that fits several sessions is an error that lists them.
/// <para>
/// Rows of a CSV file do too: the column Session or Uuid (with StorageUuid, or Storage) tells which session, and Title, Description,
/// Author and TimeZone what it gets. An empty cell, and one that says what is recorded already, changes nothing. Sessions that come from Get-ImaSession
/// are only named by it.
/// </para>
/// <para>
/// Films and GPS receivers tell the time in UTC. With another time zone TakenAt of such files is another time, and they are sorted and found by
/// it. Where they lie does not change: Import-ImaSession placed them once. A zone is said of the copies of the session in other storages too;
/// title, description and author are those of the one that is named.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-ImaSession 'Italy Summer 2024' | Set-ImaSession -Title 'Liguria 2024' -Author 'Ann Example'</code>
/// <para>Renames a session, with its copies in other storages, and names its author.</para>
/// </example>
/// <example>
/// <code>Set-ImaSession 'Kyoto 2024' -TimeZone Asia/Tokyo</code>
/// <para>Says where the films of a session were taken, which was imported at home.</para>
/// </example>
/// <example>
/// <code>Get-ImaSession | Select-Object Uuid, StorageUuid, Title, Description, Author, TimeZone | Export-Csv sessions.csv; Import-Csv sessions.csv | Set-ImaSession</code>
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
    [ArgumentCompleter(typeof(AuthorCompleter))]
    public string? Author { get; set; }

    /// <summary>The zone that the photos were taken in: IANA's name, such as Europe/Oslo, or that of Windows; Get-TimeZone gives the machine's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [TimeZoneArgument]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public string? TimeZone { get; set; }

    private RowEdits? _edits;

    /// <inheritdoc/>
    protected override void BeginInput() => _edits = new RowEdits(this, nameof(Title), nameof(Description), nameof(Author), nameof(TimeZone));

    /// <inheritdoc/>
    protected override void ProcessSession(ImportSession session)
    {
        string? title = _edits!.Of(nameof(Title), Title, session.Title), description = _edits.Of(nameof(Description), Description, session.Description),
            author = _edits.Of(nameof(Author), Author, session.Author), timeZone = _edits.Of(nameof(TimeZone), TimeZone, session.TimeZone);
        _edits.RequireAny();
        if (author is "")
            throw new ImaLinkException(ErrorCode.InvalidValue, "An author needs a name. Give one with -Author.", session.Title);
        if (title is null && description is null && author is null && timeZone is null)
            WriteObject(session);
        else if (ShouldProcess($"{session.Title} ({session.Storage})", "Change session"))
            WriteObject(SessionService.Set(session, title, description, author, timeZone, StopToken));
    }
}
