using System.Management.Automation;
using ImaLink.Trash;

namespace ImaLink.PowerShell.Commands;

/// <summary>Gets what lies in the trash of FileStorages.</summary>
/// <remarks>
/// What Remove-ImaFile and Remove-ImaSession take away lies in the trash of its storage until Clear-ImaTrash deletes it. Storages
/// that are disabled or offline are left out unless they are named. Reason tells why something lies there: Removed, SessionRemoved,
/// Repaired (damaged, and replaced by Repair-ImaFile) or Superseded (an older version that Copy-ImaSession replaced).
/// </remarks>
/// <example>
/// <code>Get-ImaTrash -Storage Archive</code>
/// <para>Lists the trash of one storage.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaTrash")]
[OutputType(typeof(TrashItem))]
public sealed class GetImaTrashCommand : StorageQueryCommand
{
    /// <summary>Only what lies in the trash for these reasons.</summary>
    [Parameter]
    [ValidateSet(TrashReason.Removed, TrashReason.SessionRemoved, TrashReason.SourceRemoved, TrashReason.Repaired, TrashReason.Superseded)]
    public string[]? Reason { get; set; }

    /// <inheritdoc/>
    protected override void ProcessSelector(Selector? storage) => WriteObject(
        TrashService.Find(storage, null, ErrorReporter).Where(item => Reason?.Contains(item.Reason, StringComparer.OrdinalIgnoreCase) ?? true), enumerateCollection: true);
}
