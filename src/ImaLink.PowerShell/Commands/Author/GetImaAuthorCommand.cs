using System.Management.Automation;
using ImaLink.Catalog;

namespace ImaLink.PowerShell.Commands;

/// <summary>Lists the authors of photos, as sessions and photos name them.</summary>
/// <remarks>An author is there as long as a session or a photo names one. Set-ImaSession -Author names that of all photos of a session, Set-ImaPhoto -Author that of one photo.</remarks>
/// <example>
/// <code>Get-ImaAuthor</code>
/// <para>Lists all authors with how many photos are theirs.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaAuthor")]
[OutputType(typeof(Author))]
public sealed class GetImaAuthorCommand : CatalogQueryCommand
{
    /// <summary>Names, with wildcards. Without it all.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(WordNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void EndInput() =>
        WordNames.Write(this, new Vocabulary(Database).Authors(), author => author.Name, Name, "author", "Get-ImaAuthor");
}
