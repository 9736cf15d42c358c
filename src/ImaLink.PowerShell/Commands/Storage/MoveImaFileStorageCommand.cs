using System.Management.Automation;
using ImaLink.Replication;

namespace ImaLink.PowerShell.Commands;

/// <summary>Moves a FileStorage to another place or disk: copy, verify, switch.</summary>
/// <remarks>
/// Everything in the storage is copied, the owner's unregistered files too; what was written is read back from the medium and
/// compared. When all of it is there, the old index is marked retired, so that nothing writes there any more, and the catalog points to
/// the new place. Run it again with the same destination to go on with a move that was interrupted; until the switch the
/// storage is where it was.
/// <para>
/// The old place stays as it is. With -RemoveSource its files are read again, and those whose bytes are read back in the new place are
/// removed for good; anything else stays. It can be given later too: run the command again with the same destination.
/// </para>
/// </remarks>
/// <example>
/// <code>Move-ImaFileStorage Archive -Destination /mnt/newdisk</code>
/// <para>Moves a storage to a new disk; the old one can be put away as it is.</para>
/// </example>
/// <example>
/// <code>Move-ImaFileStorage Archive -Destination /mnt/newdisk -RemoveSource</code>
/// <para>Moves it, or goes on after it was moved, and, after asking, removes what the new disk is proved to hold from the old one.</para>
/// </example>
[Cmdlet(VerbsCommon.Move, "ImaFileStorage", SupportsShouldProcess = true)]
[OutputType(typeof(FileStorage))]
public sealed class MoveImaFileStorageCommand : StorageCommand
{
    /// <summary>The folder in which the storage's own folder will lie; it must exist.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [StorageArgument(Single = true)]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [ValidateNotNull]
    public Selector Destination { get; set; } = null!;

    /// <summary>Removes the files from the old place whose bytes are read back in the new one.</summary>
    [Parameter]
    public SwitchParameter RemoveSource { get; set; }

    /// <inheritdoc/>
    protected override void ProcessStorage(FileStorage storage)
    {
        string destination = System.IO.Path.TrimEndingDirectorySeparator(Destination.IsObject ? Destination.FullPath! : SessionPaths.Literal(this, Destination.Text));
        var service = new StorageMoveService(Database, Timeout);
        if (this.IsWhatIf())
        {
            foreach (string file in service.Simulate(storage.Uuid, destination, StopToken))
                ShouldProcess(file, RemoveSource ? $"Move to '{destination}'" : $"Copy to '{destination}'");
            return;
        }

        string target = $"{storage.Name} ({storage.FullName})";
        if (!(RemoveSource ? this.ShouldProcessHigh(target, $"Move FileStorage to '{destination}' and remove the source") : ShouldProcess(target, $"Move FileStorage to '{destination}'")))
            return;
        FileStorage? moved = null;
        PipelinePump.Run(this, (pump, token) => moved = service.Move(storage.Uuid, destination, RemoveSource, pump.Reporter, token));
        WriteObject(moved);
    }
}
