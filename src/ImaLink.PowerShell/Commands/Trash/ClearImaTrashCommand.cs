using System.Globalization;
using System.Management.Automation;
using ImaLink.Trash;

namespace ImaLink.PowerShell.Commands;

/// <summary>Deletes files from the trash, for good.</summary>
/// <remarks>
/// It asks for each file unless told otherwise with -Confirm:$false. The only other command that deletes photos is Move-ImaFileStorage
/// -RemoveSource, which removes from the old place what it has read back in the new one.
/// <para>
/// -OlderThan leaves older versions that Copy-ImaSession replaced (Superseded) where no storage holds their bytes any more, unless they
/// are named: by their Id on the command itself, or by -Reason Superseded.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-ImaTrash -Storage Archive | Clear-ImaTrash -WhatIf</code>
/// <para>Shows what would be deleted.</para>
/// </example>
/// <example>
/// <code>Clear-ImaTrash * -Storage Archive -Confirm:$false</code>
/// <para>Empties the trash of a storage without asking.</para>
/// </example>
/// <example>
/// <code>Clear-ImaTrash -Reason Repaired -WhatIf</code>
/// <para>Shows which damaged files, of those that Repair-ImaFile replaced, would be deleted.</para>
/// </example>
/// <example>
/// <code>Clear-ImaTrash -OlderThan 30 -Confirm:$false</code>
/// <para>Deletes what was removed more than 30 days ago, in all storages, without asking: for a script that runs every night.</para>
/// </example>
[Cmdlet(VerbsCommon.Clear, "ImaTrash", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class ClearImaTrashCommand : TrashItemCommand
{
    /// <summary>The items, by the Id that Get-ImaTrash shows; wildcards are allowed. With -OlderThan or -Reason alone, all of them.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TrashIdCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override string[] Id { get; set; } = [];

    /// <summary>Only what was removed before this time; a TimeSpan or a number of days is counted back from now.</summary>
    [Parameter]
    [AgeArgument]
    public DateTime? OlderThan { get; set; }

    /// <summary>Parameter sets could not say it: of two that both fit, the one that lacks something is asked for once there is a pipeline.</summary>
    private protected override IReadOnlyList<string> Named => Id.Length > 0 ? Id : Reason is not null || OlderThan is not null ? ["*"]
        : throw new ImaLinkException(ErrorCode.InvalidValue, "Nothing says what is to be deleted. Give the Id of items, which Get-ImaTrash lists, or * for all, or -Reason or -OlderThan.", nameof(Id));

    private protected override bool IsMeant(TrashItem item) => OlderThan is not { } time || item.RemovedAt.ToUniversalTime() < time.ToUniversalTime();

    private protected override bool IsLeftOut(TrashItem item) => OlderThan is not null && item.Reason == TrashReason.Superseded && !TrashService.IsHeld(item.Sha256);

    private protected override string LeftOut(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"Left in the trash: {count:N0} older {(count == 1 ? "version" : "versions")} that no storage holds any more. -Reason Superseded deletes them too.");

    /// <inheritdoc/>
    protected override string Action => "Delete for good";

    private protected override void ProcessItems(Guid storage, IReadOnlyCollection<string> ids, OperationReporter reporter, CancellationToken cancellationToken) =>
        TrashService.Clear(storage, ids, reporter, cancellationToken);
}
