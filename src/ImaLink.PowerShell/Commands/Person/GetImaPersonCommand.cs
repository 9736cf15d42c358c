using System.Management.Automation;
using ImaLink.Catalog;

namespace ImaLink.PowerShell.Commands;

/// <summary>Lists the persons in photos, with counts.</summary>
/// <remarks>WithRegion counts the photos of which it is said where in the picture the person is.</remarks>
/// <example>
/// <code>Get-ImaPerson | Sort-Object Photos -Descending</code>
/// <para>Lists all persons, those in most photos first.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaPerson")]
[OutputType(typeof(Person))]
public sealed class GetImaPersonCommand : CatalogQueryCommand
{
    /// <summary>Names, with wildcards. Without it all.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(WordNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void EndInput() =>
        WordNames.Write(this, new Vocabulary(Database).Persons(), person => person.Name, Name, "person", "Get-ImaPerson");
}
