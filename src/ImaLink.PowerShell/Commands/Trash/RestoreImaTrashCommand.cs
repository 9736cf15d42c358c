using System.Management.Automation;
using ImaLink.Catalog;

namespace ImaLink.PowerShell.Commands;

/// <summary>Brings files back from the trash, with all that was recorded of them.</summary>
/// <remarks>
/// A file returns to where it lay, or beside it under a numbered name where the place is taken. It is checked first: it must be as
/// it was when it was removed, or it stays in the trash, and the others come back. A session that was removed comes back with its
/// first file.
/// </remarks>
/// <example>
/// <code>Get-ImaTrash -Storage Archive | Restore-ImaTrash</code>
/// <para>Brings everything back.</para>
/// </example>
[Cmdlet(VerbsData.Restore, "ImaTrash", SupportsShouldProcess = true)]
[OutputType(typeof(ImageFile))]
public sealed class RestoreImaTrashCommand : TrashItemCommand
{
    private readonly List<long> _restored = [];

    /// <inheritdoc/>
    protected override string Action => "Restore from trash";

    private protected override void ProcessItems(Guid storage, IReadOnlyCollection<string> ids, OperationReporter reporter, CancellationToken cancellationToken) =>
        _restored.AddRange(TrashService.Restore(storage, ids, reporter, cancellationToken));

    /// <inheritdoc/>
    protected override void EndInput()
    {
        base.EndInput();
        WriteObject(new FileQuery(Database).Run(new FileFilter { Ids = _restored }), enumerateCollection: true);
    }
}
