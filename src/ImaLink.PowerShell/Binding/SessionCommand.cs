using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that changes sessions, named or from the pipeline; each name must fit exactly one, unless it is a wildcard.</summary>
public abstract class SessionCommand : StorageScopeCommand
{
    /// <summary>The sessions: title, UUID, wildcard, id, or objects that name a session.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionUuid")]
    [SessionArgument]
    [ArgumentCompleter(typeof(SessionTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[] Session { get; set; } = [];

    /// <summary>Called for each session; what it throws becomes its error record.</summary>
    protected abstract void ProcessSession(ImportSession session);

    /// <summary>The sessions that are meant: one for a name, any number for a wildcard.</summary>
    protected virtual IReadOnlyList<ImportSession> Find(Selector session)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (!session.IsWildcard)
            return [SessionService.Get(session, Storage)];
        List<ImportSession> found = SessionService.Find(session, Storage).ToList();
        return found.Count > 1 && found.TrueForAll(item => session.IsNameOf(item.Title)) ? [SessionService.Get(session, Storage)] : found;
    }

    /// <summary>How many files of a session are replicas, which Copy-ImaSession placed.</summary>
    private protected int Replicas(ImportSession session) => new FileQuery(Database)
        .Run(new FileFilter { Storages = [Selector.ByUuid(session.StorageUuid)], Sessions = [Selector.ByUuid(session.Uuid)] }).Count(file => file.IsReplica);

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (Selector selector in Session)
        {
            IReadOnlyList<ImportSession> found = [];
            if (Attempt(selector.Text, () => found = Find(selector)) && found.Count == 0)
                WriteWarning($"No session fits '{selector.Text}', so there is nothing to do. Get-ImaSession lists them.");
            foreach (ImportSession session in found)
                Attempt(session.Title, () => ProcessSession(session));
        }
    }
}
