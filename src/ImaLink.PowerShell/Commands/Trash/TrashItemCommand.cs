using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>A cmdlet that does something with items of the trash, which it collects first.</summary>
public abstract class TrashItemCommand : CatalogWriteCommand
{
    private readonly Dictionary<Guid, List<string>> _items = [];

    /// <summary>The items, by the Id that Get-ImaTrash shows; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Only items in the trash of this storage.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StorageUuid")]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [ValidateNotNullOrEmpty]
    public Selector? Storage { get; set; }

    /// <summary>What ShouldProcess says is done with an item.</summary>
    protected abstract string Action { get; }

    /// <summary>Called at the end with the items of one storage.</summary>
    protected abstract void ProcessItems(Guid storage, IReadOnlyCollection<string> ids);

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (string id in Id)
            Attempt(id, () => Collect(id));
    }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        foreach ((Guid storage, List<string> ids) in _items)
            Attempt(storage.ToString(), () => ProcessItems(storage, ids));
    }

    private void Collect(string id)
    {
        WildcardPattern pattern = WildcardPattern.Get(id, WildcardOptions.IgnoreCase);
        var found = TrashService.Find(Storage).Where(item => pattern.IsMatch(item.Id)).ToList();
        if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(id))
            throw new ImaLinkException(ErrorCode.TrashItemNotFound, $"'{id}' is not in the trash. Get-ImaTrash lists what is.", id);
        foreach (TrashItem item in found.Where(item => ShouldProcess($"{item.FormerPath} ({item.Storage})", Action)))
        {
            if (!_items.TryGetValue(item.StorageUuid, out List<string>? ids))
                _items.Add(item.StorageUuid, ids = []);
            if (!ids.Contains(item.Id))
                ids.Add(item.Id);
        }
    }
}
