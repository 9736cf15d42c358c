using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet whose subject is the indexes of storages, of all their sessions or of some.</summary>
public abstract class IndexCommand : StorageInputCommand
{
    /// <summary>Only the indexes of these sessions: title, UUID, wildcard, number in the storage, or objects that name a session. All by default.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionUuid")]
    [SessionArgument]
    [ArgumentCompleter(typeof(SessionTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Session { get; set; }
}
