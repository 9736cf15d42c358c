using System.Globalization;
using System.Management.Automation;
using ImaLink.Index;
using ImaLink.Recovery;

namespace ImaLink.PowerShell.Commands;

/// <summary>Rebuilds the catalog from the indexes that lie in the storages, or puts a backup back.</summary>
/// <remarks>
/// Everything that the catalog knew stands in the storages' own indexes: storages, sessions, photos with title, rating and tags,
/// files, authors, and what was removed. It is merged into the catalog, which may be new or know something already; done
/// twice it changes nothing, and the order of the storages does not matter. Storages are only read: a medium that is
/// read-only will do.
/// <para>
/// Where an index is damaged or missing, its previous version (.bak) stands in for it, and every entry of the damaged one that
/// is whole is taken as well; where the master index is lost, the session indexes tell what they can. Indexes of ImaLink's first
/// implementation are read too: their files are found again by name and size. A storage that lies in two places is an error, unless
/// the catalog uses one of them; one that was moved is restored from where it was moved to. Emits one report for each session, and one for a storage of which there is something to
/// say. What is lost is an error that names the file.
/// </para>
/// <para>
/// With -FromBackup the catalog becomes what a backup holds; the one that was there is kept beside it. It gets a new UUID, as what the
/// former one wrote later is in the indexes: each storage's is merged with the next command that writes the storage, and nothing older
/// in the backup overwrites it. No other process may have the catalog open.
/// </para>
/// </remarks>
/// <example>
/// <code>Restore-ImaCatalog /mnt/photos, /media</code>
/// <para>Finds all storages under two folders and restores them.</para>
/// </example>
/// <example>
/// <code>Restore-ImaCatalog /mnt/photos -WhatIf</code>
/// <para>Lists the storages and sessions that would be restored.</para>
/// </example>
/// <example>
/// <code>Restore-ImaCatalog /mnt/photos | Where-Object { $_.Missing -or $_.Damaged }</code>
/// <para>Restores, and shows the sessions that are not whole.</para>
/// </example>
/// <example>
/// <code>Restore-ImaCatalog /mnt/photos -ScanOrphans -Verify Exists</code>
/// <para>Also finds the photos of sessions whose index is lost, and names every file that is not there.</para>
/// </example>
/// <example>
/// <code>Restore-ImaCatalog -FromBackup ~/backups/imalink_catalog_20250301_020000_a1b2c3d4.db</code>
/// <para>After asking, puts a backup in the place of the catalog.</para>
/// </example>
[Cmdlet(VerbsData.Restore, "ImaCatalog", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(RestoreReport), ParameterSetName = [PathSet, LiteralPathSet])]
[OutputType(typeof(RestoredCatalog), ParameterSetName = [BackupSet])]
public sealed class RestoreImaCatalogCommand : PathQueryCommand
{
    private const string BackupSet = "FromBackup";
    private readonly List<string> _paths = [];

    /// <summary>
    /// How the files are looked at: None (default) believes the indexes, Exists looks whether each file is there, Fingerprint
    /// also compares its size and three samples of its bytes, Full reads every file. What is not as recorded is an error and counted;
    /// the records stay as they are.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateSet(nameof(RestoreVerification.None), nameof(RestoreVerification.Exists), nameof(RestoreVerification.Fingerprint), nameof(RestoreVerification.Full))]
    public string Verify { get; set; } = nameof(RestoreVerification.None);

    /// <summary>
    /// Reads the photos that stand in no readable index, and registers those that belonged to a session whose index is lost:
    /// ledgers and manifest tell. Where it cannot be told which session it was, they go into one called Recovered with the date.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter ScanOrphans { get; set; }

    /// <summary>A backup that Backup-ImaCatalog made; it is only read.</summary>
    [Parameter(Mandatory = true, ParameterSetName = BackupSet)]
    [ValidateNotNullOrEmpty]
    public string FromBackup { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessPath(string fullName)
    {
        RequireExists(fullName);
        _paths.Add(fullName);
    }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        if (ParameterSetName == BackupSet)
            RestoreBackup(SessionPaths.Literal(this, FromBackup));
        if (_paths.Count == 0)
            return;
        IReadOnlyList<IndexInventory> storages = [];
        RecoveryService service = Service();
        var request = new RestoreRequest { Verify = Enum.Parse<RestoreVerification>(Verify, ignoreCase: true), ScanOrphans = ScanOrphans };
        PipelinePump.Run(this, (pump, token) => storages = service.Find(_paths, pump.Reporter, token));
        // Files that are looked for one by one need the indexes that a bulk load leaves for the end.
        bool looksUp = ScanOrphans || storages.Any(storage => storage.Sessions.Any(session => session.State == IndexState.Early));
        using IDisposable? load = this.IsWhatIf() || looksUp ? null : service.BeginLoad();
        foreach (IndexInventory storage in storages)
        {
            if (this.IsWhatIf())
                ShowWhatIf(storage);
            else if (ShouldProcess($"{storage.Storage!.DisplayName} ({storage.Layout.Root})", "Restore FileStorage"))
                Attempt(storage.Layout.Root, () => PipelinePump.Run(this, (pump, token) => service.Restore(storage, request, pump.WriteObject, pump.Reporter, token)));
        }
    }

    private void RestoreBackup(string backup)
    {
        RequireExists(backup);
        if (!this.ShouldProcessHigh(CatalogFile, $"Replace catalog by backup '{backup}'"))
            return;
        RestoredCatalog? restored = null;
        PipelinePump.Run(this, (pump, token) => restored = new BackupRestoration(CatalogFile, TimeSpan.FromSeconds(10)).Run(backup, pump.Reporter, token));
        WriteObject(restored);
    }

    private RecoveryService Service() => new(this.IsWhatIf() ? Database : DatabaseForWriting);

    private void ShowWhatIf(IndexInventory storage)
    {
        ShouldProcess($"{storage.Storage!.DisplayName} ({storage.Layout.Root})", "Restore FileStorage");
        foreach (SessionSource session in storage.Sessions)
        {
            string title = session.Title ?? session.Number.ToString(CultureInfo.InvariantCulture);
            if (session.UsablePath is { } path)
                ShouldProcess($"{title} ({path})", "Restore session");
            else
                WriteWarning($"The session '{title}' cannot be restored: {session.Problem}");
        }
    }
}
