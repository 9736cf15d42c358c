using System.Management.Automation;
using ImaLink.Archive;
using ImaLink.Replication;

namespace ImaLink.PowerShell.Commands;

/// <summary>Copies sessions into another FileStorage, verified: a backup that is complete in itself.</summary>
/// <remarks>
/// Files, companions and all that is recorded of them are copied; what was written is read back from the medium and compared. The
/// session keeps its UUID and gets a number of its own in the target. A name that is taken gets _1, _2, and files whose bytes the target holds in
/// another session are not copied again.
/// <para>
/// Nothing there is replaced but an older version of a file that was edited and synced since the last copy: that goes to the trash of the target
/// (Reason Superseded). Which one is older the records of both say, never a time; a newer version in the target stays, which a warning says,
/// and so does one that was edited there too. A version that is cut replaces nothing.
/// </para>
/// <para>
/// For each session one result: Copied, Unchanged (all of it was there) or Incomplete (files could not be read, as errors tell), with the number of files that are new.
/// </para>
/// <para>
/// Run it again, or Resume-ImaSession, to go on with a copy that was interrupted; run it again to copy what the session got meanwhile; if nothing is missing it
/// changes nothing. A file whose bytes are not the recorded ones is not copied: Repair-ImaFile helps. A warning tells where both
/// storages are on one disk: such a copy is lost with the disk, and Get-ImaFile -CopiesLessThan does not count it.
/// </para>
/// </remarks>
/// <example>
/// <code>Copy-ImaSession 'Italy Summer 2024' -Destination Backup</code>
/// <para>Makes a second copy of a session.</para>
/// </example>
/// <example>
/// <code>Get-ImaSession -Storage Archive | Copy-ImaSession -Destination Backup</code>
/// <para>Brings a backup up to date.</para>
/// </example>
[Cmdlet(VerbsCommon.Copy, "ImaSession", SupportsShouldProcess = true)]
[OutputType(typeof(SessionResult))]
public sealed class CopyImaSessionCommand : SessionCommand
{
    /// <summary>The storage that gets the copy: name, UUID, id, path, or an object that names a storage.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [StorageArgument(Single = true)]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [ValidateNotNull]
    public Selector Destination { get; set; } = null!;

    private readonly HashSet<string> _warned = [];

    /// <inheritdoc/>
    protected override string? WhenStopped => "The copy was stopped. What was copied is safe; Resume-ImaSession, or the same command again, goes on with the rest.";

    /// <summary>
    /// A replica has the name of its session: the one in the destination is not what is to be copied there, and of the others the session
    /// itself is.
    /// </summary>
    protected override IReadOnlyList<ImportSession> Find(Selector session)
    {
        ArgumentNullException.ThrowIfNull(session);
        HashSet<Guid> there = [.. StorageService.Find(Destination).Select(storage => storage.Uuid)];
        List<ImportSession> found = [.. SessionService.Find(session, Storage).Where(candidate => !there.Contains(candidate.StorageUuid))];
        found = [.. found.GroupBy(candidate => candidate.Uuid).SelectMany(Originals)];
        return found.Count == 1 || (session.IsWildcard && !found.TrueForAll(item => session.IsNameOf(item.Title))) ? found : base.Find(session);
    }

    /// <summary>Of one session in several storages that which holds no replicas, where only one does; else all.</summary>
    private IEnumerable<ImportSession> Originals(IEnumerable<ImportSession> same)
    {
        List<ImportSession> all = [.. same];
        return all.Count > 1 && all.FindAll(session => Replicas(session) == 0) is [var original] ? [original] : all;
    }

    /// <inheritdoc/>
    protected override void ProcessSession(ImportSession session)
    {
        var service = new SessionCopyService(Database, Timeout);
        FileStorage target = StorageService.Get(Destination);
        if (target.Uuid != session.StorageUuid && StorageService.InOnePlaceWith(target.Uuid).Contains(session.Storage) && _warned.Add(session.Storage))
            WriteWarning($"'{target.Name}' is on one disk with '{session.Storage}': a copy there is lost with the disk, and does not count as a second one. Copy to another disk too, or say with Set-ImaFileStorage -Place where it really lies.");
        if (this.IsWhatIf())
        {
            foreach ((string source, string action) in service.Simulate(session, Destination, StopToken))
                ShouldProcess(source, action);
            return;
        }

        if (!ShouldProcess($"{session.Title} ({session.Storage})", $"Copy session to '{Destination.Text}'"))
            return;
        SessionResult? copy = null;
        PipelinePump.Run(this, (pump, token) => copy = service.Copy(session, Destination, pump.Reporter, token));
        WriteResult(copy!);
    }
}
