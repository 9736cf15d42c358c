using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>A cmdlet that does something with items of the trash, which it collects first.</summary>
public abstract class TrashItemCommand : CatalogWriteCommand
{
    private readonly List<(string Id, Selector? Storage)> _wanted = [];
    private readonly Dictionary<Guid, HashSet<string>> _items = [];

    /// <summary>The items, by the Id that Get-ImaTrash shows; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public virtual string[] Id { get; set; } = [];

    /// <summary>Only items in the trash of this storage.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StorageUuid")]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [ValidateNotNullOrEmpty]
    public Selector? Storage { get; set; }

    /// <summary>What ShouldProcess says is done with an item.</summary>
    protected abstract string Action { get; }

    /// <summary>Whether an item that was named is meant.</summary>
    private protected virtual bool IsMeant(TrashItem item) => true;

    /// <summary>Called at the end with the items of one storage.</summary>
    private protected abstract void ProcessItems(Guid storage, IReadOnlyCollection<string> ids, OperationReporter reporter, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected sealed override void ProcessInput() => _wanted.AddRange(Id.Select(id => (id, Storage)));

    /// <inheritdoc/>
    protected override void EndInput()
    {
        foreach (var named in _wanted.GroupBy(item => item.Storage?.Text))
            Attempt(named.Key, () => Collect(named.First().Storage, named.Select(item => item.Id).Distinct(StringComparer.OrdinalIgnoreCase).ToList()));
        foreach ((Guid storage, HashSet<string> ids) in _items)
            Attempt(storage.ToString(), () => PipelinePump.Run(this, (pump, token) => ProcessItems(storage, ids, pump.Reporter, token)));
    }

    /// <summary>Looks up, in one reading of the trash, what was named.</summary>
    private void Collect(Selector? storage, List<string> ids)
    {
        var patterns = ids.Where(WildcardPattern.ContainsWildcardCharacters).Select(id => WildcardPattern.Get(id, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant)).ToList();
        var unseen = ids.Where(id => !WildcardPattern.ContainsWildcardCharacters(id)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var exact = unseen.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (TrashItem item in TrashService.Find(storage, patterns.Count > 0 ? null : exact, ErrorReporter).ToList())
        {
            unseen.Remove(item.Id);
            if ((!exact.Contains(item.Id) && !patterns.Exists(pattern => pattern.IsMatch(item.Id))) || !IsMeant(item))
                continue;
            _items.TryGetValue(item.StorageUuid, out HashSet<string>? chosen);
            if (chosen?.Contains(item.Id) == true || !ShouldProcess($"{item.FormerPath} ({item.Storage})", Action))
                continue;
            if (chosen is null)
                _items.Add(item.StorageUuid, chosen = []);
            chosen.Add(item.Id);
        }

        foreach (string id in unseen)
            WriteError(ErrorRecords.From(new ImaLinkException(ErrorCode.TrashItemNotFound, $"'{id}' is not in the trash. Get-ImaTrash lists what is.", id)));
    }
}
