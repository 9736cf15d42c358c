using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet whose subject is storages, named or from the pipeline, or else all that its description says.</summary>
public abstract class StorageInputCommand : CatalogCommand
{
    /// <summary>The storages: name, UUID, wildcard, id, path of the storage's folder, or objects that name a storage. Without it all, or all that the description tells.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("StorageUuid")]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public virtual Selector[]? Storage { get; set; }

    /// <summary>Whether something that was named could not be dealt with.</summary>
    protected bool HasFailed { get; private set; }

    /// <summary>Called for each way in which storages were named, or once with null where none was; what it throws becomes an error record.</summary>
    /// <param name="storage">What was named.</param>
    protected abstract void ProcessSelector(Selector? storage);

    /// <inheritdoc/>
    protected sealed override void ProcessInput()
    {
        foreach (Selector? selector in Storage ?? [null!])
            AttemptOne(selector?.Text, () => ProcessSelector(selector));
    }

    /// <summary>Does something with one of several things; its failure is an error record, and remembered.</summary>
    /// <param name="target">What the error is about, unless the exception knows better.</param>
    /// <param name="action">The work.</param>
    protected void AttemptOne(string? target, Action action) => HasFailed |= !Attempt(target, action);

    /// <summary>Brings one storage up to date. With -WhatIf each thing that is due is told, otherwise it is asked for once.</summary>
    /// <param name="storage">The storage.</param>
    /// <param name="action">What is done to it.</param>
    /// <param name="due">What -WhatIf tells.</param>
    /// <param name="describe">What would be changed, and how.</param>
    /// <param name="work">Does it.</param>
    private protected void Update<T>(FileStorage storage, string action, Func<PipelinePump, CancellationToken, IEnumerable<T>> due,
        Func<T, (string Target, string Action)> describe, Action<PipelinePump, CancellationToken> work)
    {
        if (this.IsWhatIf())
        {
            PipelinePump.Run(this, (pump, token) =>
            {
                foreach ((string target, string what) in due(pump, token).Select(describe))
                    pump.Invoke(() => ShouldProcess(target, what));
            });
        }
        else if (ShouldProcess(storage.Name, action))
        {
            PipelinePump.Run(this, work);
        }
    }

    /// <summary>The storages that are enabled and connected; a warning names those that are not connected.</summary>
    private protected List<FileStorage> Connected(Func<FileStorage, bool> isConnected)
    {
        ILookup<bool, FileStorage> active = StorageService.All().Where(storage => storage.IsActive).ToLookup(isConnected);
        foreach (FileStorage storage in active[false])
            WriteWarning($"The storage '{storage.Name}' is not connected and is left out.");
        return [.. active[true]];
    }
}
