using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell.Commands;

/// <summary>Enables a FileStorage that was disabled.</summary>
/// <remarks>
/// An enabled storage takes part in commands that name no storage.
/// </remarks>
/// <example>
/// <code>Enable-ImaFileStorage Archive</code>
/// <para>Lets the storage take part again.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Enable, "ImaFileStorage", SupportsShouldProcess = true)]
[OutputType(typeof(FileStorage))]
public sealed class EnableImaFileStorageCommand : StorageCommand
{
    /// <inheritdoc/>
    protected override void ProcessStorage(FileStorage storage)
    {
        if (ShouldProcess(storage.Name, "Enable FileStorage"))
            WriteObject(StorageService.Set(storage.Uuid, null, null, null, isActive: true, cancellationToken: StopToken));
    }
}
