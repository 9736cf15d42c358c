using System.Management.Automation;
using ImaLink.Catalog;
using ImaLink.Photos;

namespace ImaLink.PowerShell.Commands;

/// <summary>Calls an author otherwise, in all sessions and photos that name them.</summary>
/// <remarks>Where the new name is there already, both become one. An address is kept, unless the new name comes with one; it stands with sessions alone, as photos name their author without.</remarks>
/// <example>
/// <code>Rename-ImaAuthor 'Ann' 'Ann Example &lt;ann@example.org&gt;'</code>
/// <para>Gives an author a full name and an address.</para>
/// </example>
[Cmdlet(VerbsCommon.Rename, "ImaAuthor", SupportsShouldProcess = true)]
[OutputType(typeof(Author))]
public sealed class RenameImaAuthorCommand : RenameWordCommand
{
    /// <summary>The name, or an object of Get-ImaAuthor.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(WordNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The new name, or name and address as in 'Ann Example &lt;ann@example.org&gt;'.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(WordNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string NewName { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessInput() => Attempt(Name, () =>
    {
        var words = new Vocabulary(Database);
        var renaming = new Renaming(Database);
        string from = WordNames.One(words.Authors().Select(author => author.Name), Name, "author", "Get-ImaAuthor");
        string to = Renaming.AuthorName(NewName);
        var changes = renaming.Author(from, to);
        IReadOnlyList<ImportSession> sessions = renaming.SessionsOf(from);
        if (!ShouldProcess($"{from} ({sessions.Count} sessions and {changes.Count} photos)", $"Rename author to {NewName}"))
            return;
        Say(() => renaming.Author(from, to));
        foreach (ImportSession session in sessions)
            new Archive.SessionService(DatabaseForWriting, Timeout).Set(session, null, null, renaming.WithAddress(session, NewName), null, StopToken);
        WriteObject(words.Authors().Where(author => author.Name == to), enumerateCollection: true);
    });
}
