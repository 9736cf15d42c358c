using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell.Commands;

/// <summary>Disables a FileStorage: commands that name no storage leave it out.</summary>
/// <remarks>
/// Nothing on its disk changes but its index, which remembers it. A command that names the storage still uses it.
/// </remarks>
/// <example>
/// <code>Disable-ImaFileStorage OldBackup</code>
/// <para>Leaves the storage out of searches until it is named or enabled.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Disable, "ImaFileStorage", SupportsShouldProcess = true)]
[OutputType(typeof(FileStorage))]
public sealed class DisableImaFileStorageCommand : StorageCommand
{
    /// <inheritdoc/>
    protected override void ProcessStorage(FileStorage storage)
    {
        if (ShouldProcess(storage.Name, "Disable FileStorage"))
            WriteObject(StorageService.Set(storage.Uuid, null, null, null, isActive: false, cancellationToken: StopToken));
    }
}
