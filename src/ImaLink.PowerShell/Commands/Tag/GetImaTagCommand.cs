using System.Management.Automation;
using ImaLink.Catalog;

namespace ImaLink.PowerShell.Commands;

/// <summary>Lists the tags of photos as a tree, with counts.</summary>
/// <remarks>
/// Photos counts those that have exactly this tag, Total those that have it or one below it. A tag that stands above others is listed, though no photo has it by itself. A tag that no
/// photo has any more is gone.
/// </remarks>
/// <example>
/// <code>Get-ImaTag</code>
/// <para>Lists all tags, those of a branch one below the other.</para>
/// </example>
/// <example>
/// <code>Get-ImaTag Places -Recurse | Sort-Object Total -Descending -Top 10</code>
/// <para>Lists the ten places that most photos are of.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaTag")]
[OutputType(typeof(Tag))]
public sealed class GetImaTagCommand : CatalogQueryCommand
{
    /// <summary>The tags: paths such as Places/Italy, with wildcards. Without it all.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(TagCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Tag { get; set; }

    /// <summary>Lists what stands below these tags too.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        IReadOnlyList<Tag> all = new Vocabulary(Database).Tags();
        if (Tag is null)
        {
            WriteObject(all, enumerateCollection: true);
            return;
        }

        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (string text in Tag)
        {
            string path = TagPath.TryParse(text) ?? text;
            List<string> found = WordNames.Fitting(all.Select(tag => tag.Path), path);
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(text))
                WriteError(ErrorRecords.From(new ImaLinkException(ErrorCode.WordNotFound, $"No photo has the tag '{path}'.{NearNames.Hint(path, all.Select(tag => tag.Path))} Get-ImaTag lists the tags.", path)));
            wanted.UnionWith(found);
        }

        foreach (Tag tag in all)
            if (wanted.Contains(tag.Path) || (Recurse && TagPath.WithParents(tag.Path).Any(wanted.Contains)))
                WriteObject(tag);
    }
}
