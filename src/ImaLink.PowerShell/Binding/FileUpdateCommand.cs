using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that brings up to date what is recorded of files: those of storages by position, or as for other commands on files.</summary>
public abstract class FileUpdateCommand : FileSelectionCommand
{
    /// <summary>Files of these storages: name, UUID, wildcard, id, path, or objects that name a storage. Without it those of all that are enabled.</summary>
    [Parameter(Position = 0, ParameterSetName = "Filter")]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override Selector[]? Storage { get; set; }

    /// <summary>What ShouldProcess is asked of.</summary>
    private protected string Target => MyInvocation.ExpectingInput || LiteralPath.Length > 0 ? "the files that were given"
        : string.Join(", ", [.. (Storage ?? []).Select(storage => storage.Text), .. (Session ?? []).Select(session => session.Text), .. Hothash ?? []]) is { Length: > 0 } named ? named
        : "all storages";

    /// <summary>As by position, a text that is the name of a storage is that storage.</summary>
    private protected override void CollectText(string text)
    {
        var storage = new Selector(text);
        if (StorageService.All().Any(known => storage.IsNameOf(known.Name)))
            CollectFitting(new FileFilter { Storages = [storage] });
        else
            base.CollectText(text);
    }
}
