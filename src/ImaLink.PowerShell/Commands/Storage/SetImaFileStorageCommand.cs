using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>Changes the name or description of a FileStorage, or tells where it lies now.</summary>
/// <remarks>
/// Name and description are written to the storage's own index too. If the storage is offline they are written on its next
/// visit. -BasePath is for a drive that came back at another mount point; the folder there must hold this storage.
/// </remarks>
/// <example>
/// <code>Set-ImaFileStorage Archive -Description 'Everything since 2003'</code>
/// <para>Describes a storage.</para>
/// </example>
/// <example>
/// <code>Set-ImaFileStorage Archive -BasePath /media/disk2</code>
/// <para>Tells that the drive of the storage is mounted elsewhere now.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "ImaFileStorage", SupportsShouldProcess = true)]
[OutputType(typeof(FileStorage))]
public sealed class SetImaFileStorageCommand : StorageCommand
{
    /// <summary>The new name; unique in the catalog.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The new description.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>The folder in which the storage's own folder lies now, or that folder itself.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BasePath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessStorage(FileStorage storage)
    {
        string? basePath = BasePath is null ? null : SessionPaths.Literal(this, BasePath);
        if (ShouldProcess(storage.Name, "Change FileStorage"))
            WriteObject(StorageService.Set(storage.Uuid, Name, Description, basePath, null, StopToken));
    }
}
