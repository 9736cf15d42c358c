using System.Management.Automation;
using ImaLink.Catalog;
using ImaLink.Photos;

namespace ImaLink.PowerShell.Commands;

/// <summary>Gives a tag another name or place in the tree, with all that stands below it.</summary>
/// <remarks>
/// Both names are whole paths. Where the new one is there already, both become one: photos then have it, and what stands below the former stands below the new one.
/// As everything that is said of photos it is safe in the catalog at once, and is written to the indexes of the storages when the command ends.
/// </remarks>
/// <example>
/// <code>Rename-ImaTag 'Places/Italia' 'Places/Italy'</code>
/// <para>Corrects a name. If Places/Italy is there too, both become one.</para>
/// </example>
/// <example>
/// <code>Rename-ImaTag Rome 'Places/Italy/Rome' -WhatIf</code>
/// <para>Shows how many photos have a tag that is to get its place in the tree.</para>
/// </example>
[Cmdlet(VerbsCommon.Rename, "ImaTag", SupportsShouldProcess = true)]
[OutputType(typeof(Tag))]
public sealed class RenameImaTagCommand : RenameWordCommand
{
    /// <summary>The tag: its path, or an object of Get-ImaTag.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    [ArgumentCompleter(typeof(TagCompleter))]
    [ValidateNotNullOrEmpty]
    public string Tag { get; set; } = "";

    /// <summary>The new path, from the top.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(WordNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string NewName { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessInput() => Attempt(Tag, () =>
    {
        string to = TagPath.Parse(NewName);
        var words = new Vocabulary(Database);
        string from = WordNames.One(words.Tags().Select(tag => tag.Path), TagPath.Parse(Tag), "tag", "Get-ImaTag");
        var renaming = new Renaming(Database);
        int photos = renaming.Tag(from, to).Count;
        if (from != to && !ShouldProcess($"{from} ({photos} photos)", $"Rename tag to {to}"))
            return;
        if (from != to)
            Say(() => renaming.Tag(from, to));
        WriteObject(words.Tags().Where(tag => tag.Path == to), enumerateCollection: true);
    });
}
