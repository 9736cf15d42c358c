using System.Management.Automation;
using ImaLink.Health;

namespace ImaLink.PowerShell.Commands;

/// <summary>Tells what to worry about in an archive, and the command that mends it.</summary>
/// <remarks>
/// One object for each thing, with Severity (Error or Warning), Id, Target, Message and Remedy: a command that can be pasted. Nothing is emitted where all is
/// well. The catalog and a glance at each storage answer; no photo is read and nothing is written, so it takes seconds at most and finds what is known: run
/// Sync-ImaFileStorage and Test-ImaFile now and then, which is told too once it is due. A remedy that deletes or replaces something asks before it does.
/// <para>
/// The Ids: CatalogDamaged, CatalogOnNetwork, CatalogNotBackedUp, StorageOffline, StorageCloned, StorageRetired, StorageReadOnly, StorageFull, StorageEmpty, IndexDamaged,
/// OperationUnfinished, EditsWaiting, ScanDue, FilesMissing, FilesNotVerified (also those that Test-ImaFile found to be damaged), FewCopies, CopiesInOnePlace, TrashOld, TrashLarge. Files are counted for
/// each storage, and Message names the command that lists them. Where a hand has to do something first, such as connecting
/// a drive, Message says so, and Remedy is the command after it.
/// </para>
/// <para>
/// For monitoring, -Quiet emits one Boolean, True where there is nothing to worry about. The exit code of pwsh and imalink is what the script gives with exit:
/// 'exit [int](-not (Get-ImaHealth -Quiet))' ends with 0 where all is well and with 1 where it is not. Without exit, -Command and -File end with 0, and with 1 where
/// the last command failed or an error ended the script.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-ImaHealth</code>
/// <para>Shows what there is to worry about in all storages that are enabled, and of the catalog.</para>
/// </example>
/// <example>
/// <code>Get-ImaHealth | Format-List Target, Message, Remedy</code>
/// <para>Shows the commands in full, to be pasted.</para>
/// </example>
/// <example>
/// <code>Get-ImaHealth Archive -MinCopies 3 -VerifiedWithin 180 | ConvertTo-Json</code>
/// <para>Looks at one storage with other limits, for another program.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaHealth")]
[OutputType(typeof(HealthFinding), typeof(bool))]
public sealed class GetImaHealthCommand : StorageQueryCommand
{
    private readonly HealthThresholds _usual = new();
    private bool _any;

    /// <summary>On how many disks each file has to have a verified copy: 2 by default, 1 for not asking.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int MinCopies { get; set; } = new HealthThresholds().MinCopies;

    /// <summary>Within which time each file has to have been read again: days, a TimeSpan, or since when; 365 days by default.</summary>
    [Parameter]
    [AgeArgument]
    public DateTime? VerifiedWithin { get; set; }

    /// <summary>Within which time each storage has to have been compared with its records: days, a TimeSpan, or since when; 90 days by default.</summary>
    [Parameter]
    [AgeArgument]
    public DateTime? ScannedWithin { get; set; }

    /// <summary>Within which time the catalog has to have been backed up: days, a TimeSpan, or since when; 31 days by default.</summary>
    [Parameter]
    [AgeArgument]
    public DateTime? BackedUpWithin { get; set; }

    /// <summary>How old the trash may become: days, a TimeSpan, or since when; 90 days by default.</summary>
    [Parameter]
    [AgeArgument]
    public DateTime? TrashWithin { get; set; }

    /// <summary>How many bytes the trash of a storage may take: 50 GB by default.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long MaxTrashBytes { get; set; } = new HealthThresholds().MaxTrashBytes;

    /// <summary>How many bytes have to be free on the disk of each storage: 1 GB by default.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long MinFreeBytes { get; set; } = new HealthThresholds().MinFreeBytes;

    /// <summary>Emits one Boolean: whether there is nothing to worry about.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessSelector(Selector? storage)
    {
        try
        {
            List<Guid>? storages = storage is null ? null : [.. StorageService.Find(storage).Select(found => found.Uuid)];
            foreach (HealthFinding finding in new HealthService(Database, Thresholds()).Check(storages, StopToken))
                Write(finding);
        }
        catch (ImaLinkException e) when (e.Code is ErrorCode.CatalogCorrupt or ErrorCode.NotACatalog)
        {
            Write(HealthService.Damaged(CatalogFile, e, NamedCatalog));
        }
    }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        if (Quiet)
            WriteObject(!_any && !HasFailed);
    }

    private void Write(HealthFinding finding)
    {
        _any = true;
        if (!Quiet)
            WriteObject(finding);
    }

    private HealthThresholds Thresholds() => new()
    {
        MinCopies = MinCopies,
        VerifiedSince = VerifiedWithin ?? _usual.VerifiedSince,
        ScannedSince = ScannedWithin ?? _usual.ScannedSince,
        BackedUpSince = BackedUpWithin ?? _usual.BackedUpSince,
        TrashSince = TrashWithin ?? _usual.TrashSince,
        MaxTrashBytes = MaxTrashBytes,
        MinFreeBytes = MinFreeBytes,
        NamedCatalog = NamedCatalog,
    };
}
