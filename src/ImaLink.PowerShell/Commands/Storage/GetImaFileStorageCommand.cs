using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell.Commands;

/// <summary>Gets the FileStorages that the catalog knows.</summary>
/// <remarks>
/// Shows where each storage lies, whether it is accessible now, and how much it holds. A storage that lies elsewhere now, such
/// as a drive at another mount point, is found again by the path of its folder. Place tells which disk it is on, and PlaceKnownBy how
/// that is known: copies in one place count as one.
/// </remarks>
/// <example>
/// <code>Get-ImaFileStorage</code>
/// <para>Lists all storages.</para>
/// </example>
/// <example>
/// <code>Get-ImaFileStorage | Where-Object { -not $_.IsAccessible }</code>
/// <para>Lists the storages whose drives are not connected.</para>
/// </example>
/// <example>
/// <code>Get-ImaFileStorage | Where-Object IsWritable | Sort-Object FreeBytes -Descending | Select-Object -First 1</code>
/// <para>Chooses the storage with the most room.</para>
/// </example>
/// <example>
/// <code>Get-ImaFileStorage | Group-Object Place | Select-Object Name, Count</code>
/// <para>Shows which storages are on one disk.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaFileStorage")]
[OutputType(typeof(FileStorage))]
public sealed class GetImaFileStorageCommand : StorageQueryCommand
{
    /// <inheritdoc/>
    protected override void ProcessSelector(Selector? storage) =>
        WriteObject(storage is null ? StorageService.All() : StorageService.Find(storage), enumerateCollection: true);
}
