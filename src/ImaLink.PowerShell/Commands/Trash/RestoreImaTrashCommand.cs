using System.Globalization;
using System.Management.Automation;
using ImaLink.Archive;
using ImaLink.Trash;

namespace ImaLink.PowerShell.Commands;

/// <summary>Brings files back from the trash, with all that was recorded of them.</summary>
/// <remarks>
/// A file returns to where it lay, or beside it under a numbered name where the place is taken. It is checked first: it must be as
/// it was when it was removed, or it stays in the trash, and the others come back. A session that was removed comes back with its
/// first file.
/// <para>
/// What was replaced stays in the trash unless it is named, by its Id on the command itself or by -Reason: damaged files that
/// Repair-ImaFile replaced, and older versions that Copy-ImaSession did. It would come back beside what replaced it, as a file of its own.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-ImaTrash -Storage Archive | Restore-ImaTrash</code>
/// <para>Brings back everything that was removed.</para>
/// </example>
/// <example>
/// <code>Get-ImaTrash -Storage Archive -Reason Repaired | Restore-ImaTrash -Reason Repaired -WhatIf</code>
/// <para>Shows which damaged files would come back beside what replaced them.</para>
/// </example>
[Cmdlet(VerbsData.Restore, "ImaTrash", SupportsShouldProcess = true)]
[OutputType(typeof(ImageFile))]
public sealed class RestoreImaTrashCommand : TrashItemCommand
{
    private readonly List<long> _restored = [];

    /// <inheritdoc/>
    protected override string Action => "Restore from trash";

    private protected override bool IsLeftOut(TrashItem item) => TrashReason.IsReplaced(item.Reason);

    private protected override string LeftOut(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"Left in the trash: {count:N0} {(count == 1 ? "file" : "files")} that Repair-ImaFile or Copy-ImaSession replaced. -Reason Repaired or -Reason Superseded brings them back too, as files of their own.");

    private protected override void ProcessItems(Guid storage, IReadOnlyCollection<string> ids, OperationReporter reporter, CancellationToken cancellationToken) =>
        _restored.AddRange(TrashService.Restore(storage, ids, reporter, cancellationToken));

    /// <inheritdoc/>
    protected override void EndInput()
    {
        base.EndInput();
        WriteObject(new FileQuery(Database).Run(new FileFilter { Ids = _restored }), enumerateCollection: true);
    }
}
