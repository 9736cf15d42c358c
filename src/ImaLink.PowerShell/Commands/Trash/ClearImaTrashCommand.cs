using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>Deletes files from the trash, for good.</summary>
/// <remarks>
/// It asks for each file unless told otherwise with -Confirm:$false. The only other command that deletes photos is Move-ImaFileStorage
/// -RemoveSource, which removes from the old place what it has read back in the new one.
/// </remarks>
/// <example>
/// <code>Get-ImaTrash -Storage Archive | Clear-ImaTrash -WhatIf</code>
/// <para>Shows what would be deleted.</para>
/// </example>
/// <example>
/// <code>Clear-ImaTrash * -Storage Archive -Confirm:$false</code>
/// <para>Empties the trash of a storage without asking.</para>
/// </example>
[Cmdlet(VerbsCommon.Clear, "ImaTrash", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class ClearImaTrashCommand : TrashItemCommand
{
    /// <inheritdoc/>
    protected override string Action => "Delete for good";

    private protected override void ProcessItems(Guid storage, IReadOnlyCollection<string> ids, OperationReporter reporter, CancellationToken cancellationToken) =>
        TrashService.Clear(storage, ids, reporter, cancellationToken);
}
