using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>A cmdlet that looks at storages, named or from the pipeline, or at all of them.</summary>
public abstract class StorageQueryCommand : CatalogCommand
{
    /// <summary>The storages: name, UUID, wildcard, id, path of the storage's folder, or objects that name a storage. All by default.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Storage { get; set; }

    /// <summary>Whether something that was named could not be looked at.</summary>
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
}
