using System.Management.Automation;
using ImaLink.Recovery;

namespace ImaLink.PowerShell.Commands;

/// <summary>Makes a backup of the catalog, also while other commands read and write it.</summary>
/// <remarks>
/// The backup is one file that holds the catalog as it was at one moment. It is read again and compared before it gets its name;
/// a file that exists is never replaced. Into a folder it is called imalink_catalog, the time (UTC) and the first digits of the
/// catalog's UUID. Restore-ImaCatalog -FromBackup puts it back.
/// <para>
/// The storages' own indexes hold everything, so a catalog can be rebuilt without a backup too; a backup is faster, and has
/// edits that wait for a storage that is offline.
/// </para>
/// </remarks>
/// <example>
/// <code>Backup-ImaCatalog ~/backups</code>
/// <para>Makes a backup in a folder.</para>
/// </example>
/// <example>
/// <code>Backup-ImaCatalog ~/backups -Keep 7</code>
/// <para>Makes a backup, and removes all but the seven newest of this catalog from the folder.</para>
/// </example>
[Cmdlet(VerbsData.Backup, "ImaCatalog", SupportsShouldProcess = true)]
[OutputType(typeof(CatalogBackup))]
public sealed class BackupImaCatalogCommand : CatalogQueryCommand
{
    /// <summary>A folder that exists, or the name of the backup, which must not exist.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [StorageArgument(Single = true)]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [ValidateNotNull]
    public Selector Destination { get; set; } = null!;

    /// <summary>
    /// How many backups of this catalog stay in the folder, the new one included. Older ones are removed: only files with the name
    /// of a backup that are one of this very catalog.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Keep { get; set; }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        string destination = Destination.IsObject ? Destination.FullPath! : SessionPaths.Literal(this, Destination.Text);
        if (Keep is not null && !Directory.Exists(destination))
            throw new ImaLinkException(ErrorCode.InvalidValue, $"-Keep needs a folder, and '{destination}' is none. Give a folder that exists as -Destination.", destination);
        var service = new CatalogBackupService(CatalogFile);
        CatalogBackup? backup = null;
        if (ShouldProcess(service.Place(destination), $"Back up catalog '{CatalogFile}'"))
        {
            PipelinePump.Run(this, (pump, token) => backup = service.Run(destination, pump.Reporter, token));
            WriteObject(backup);
        }

        if (Keep is { } keep)
            foreach (string expired in service.Expired(destination, backup is null && !this.IsWhatIf() ? keep : keep - 1, backup?.FullName))
                if (ShouldProcess(expired, "Remove old backup"))
                    Attempt(expired, () => service.Delete(expired));
    }
}
