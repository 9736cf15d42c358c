using System.Management.Automation;
using ImaLink.Catalog;
using ImaLink.Photos;

namespace ImaLink.PowerShell.Commands;

/// <summary>Calls a person otherwise, in all photos.</summary>
/// <remarks>Where the new name is there already, both become one person. Regions stay; a photo that had a region for either has both.</remarks>
/// <example>
/// <code>Rename-ImaPerson 'Ana' 'Anna Example'</code>
/// <para>Corrects a name in every photo.</para>
/// </example>
[Cmdlet(VerbsCommon.Rename, "ImaPerson", SupportsShouldProcess = true)]
[OutputType(typeof(Person))]
public sealed class RenameImaPersonCommand : RenameWordCommand
{
    /// <summary>The name, or an object of Get-ImaPerson.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(WordNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The new name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(WordNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string NewName { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessInput() => Attempt(Name, () =>
    {
        string to = PhotoValues.Person(NewName);
        var words = new Vocabulary(Database);
        string from = WordNames.One(words.Persons().Select(person => person.Name), Name, "person", "Get-ImaPerson");
        var renaming = new Renaming(Database);
        int photos = renaming.Person(from, to).Count;
        if (from != to && !ShouldProcess($"{from} ({photos} photos)", $"Rename person to {to}"))
            return;
        if (from != to)
            Say(() => renaming.Person(from, to));
        WriteObject(words.Persons().Where(person => person.Name == to), enumerateCollection: true);
    });
}
