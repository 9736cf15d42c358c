using System.Management.Automation;
using ImaLink.Trash;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that does something with items of the trash, which it collects first.</summary>
public abstract class TrashItemCommand : StorageScopeCommand
{
    private readonly List<(string Id, Selector? Storage)> _wanted = [];
    private readonly Dictionary<Guid, HashSet<string>> _items = [];
    private bool _isIdTyped;

    /// <summary>The items, by the Id that Get-ImaTrash shows; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TrashIdCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public virtual string[] Id { get; set; } = [];

    /// <summary>
    /// Only what lies in the trash for these reasons. What was replaced (Repaired, Superseded) is named by it, where it would be left out
    /// otherwise.
    /// </summary>
    [Parameter]
    [ValidateSet(TrashReason.Removed, TrashReason.SessionRemoved, TrashReason.SourceRemoved, TrashReason.Repaired, TrashReason.Superseded)]
    public string[]? Reason { get; set; }

    /// <summary>What ShouldProcess says is done with an item.</summary>
    protected abstract string Action { get; }

    /// <summary>The Ids that are meant.</summary>
    private protected virtual IReadOnlyList<string> Named => Id;

    /// <summary>Whether an item that was named is meant.</summary>
    private protected virtual bool IsMeant(TrashItem item) => true;

    /// <summary>Whether an item is left out unless it is named: by its Id on the command itself, or by -Reason.</summary>
    private protected abstract bool IsLeftOut(TrashItem item);

    /// <summary>What is said of items that were left out.</summary>
    private protected abstract string LeftOut(int count);

    /// <summary>Called at the end with the items of one storage.</summary>
    private protected abstract void ProcessItems(Guid storage, IReadOnlyCollection<string> ids, OperationReporter reporter, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override void BeginInput() => _isIdTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Id));

    /// <inheritdoc/>
    protected sealed override void ProcessInput() => _wanted.AddRange(from storage in Storage ?? [null!] from id in Named select (id, (Selector?)storage));

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
        int leftOut = 0;
        foreach (TrashItem item in TrashService.Find(storage, patterns.Count > 0 ? null : exact, ErrorReporter).ToList())
        {
            unseen.Remove(item.Id);
            if ((!exact.Contains(item.Id) && !patterns.Exists(pattern => pattern.IsMatch(item.Id)))
                || (Reason?.Contains(item.Reason, StringComparer.OrdinalIgnoreCase) == false) || !IsMeant(item))
                continue;
            if (Reason is null && !(_isIdTyped && exact.Contains(item.Id)) && IsLeftOut(item))
            {
                leftOut++;
                continue;
            }

            _items.TryGetValue(item.StorageUuid, out HashSet<string>? chosen);
            if (chosen?.Contains(item.Id) == true || !ShouldProcess($"{item.FormerPath} ({item.Storage})", Action))
                continue;
            if (chosen is null)
                _items.Add(item.StorageUuid, chosen = []);
            chosen.Add(item.Id);
        }

        if (leftOut > 0)
            WriteWarning(LeftOut(leftOut));
        foreach (string id in unseen)
            WriteError(ErrorRecords.From(new ImaLinkException(ErrorCode.TrashItemNotFound, $"'{id}' is not in the trash. Get-ImaTrash lists what is.", id)));
    }
}
