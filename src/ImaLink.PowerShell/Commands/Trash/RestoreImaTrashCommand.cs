using System.Management.Automation;
using ImaLink.Catalog;

namespace ImaLink.PowerShell.Commands;

/// <summary>Brings files back from the trash, with all that was recorded of them.</summary>
/// <remarks>
/// A file returns to where it lay, or beside it under a numbered name where the place is taken. Its bytes are checked first. A
/// session that was removed comes back with its first file.
/// </remarks>
/// <example>
/// <code>Get-ImaTrash -Storage Archive | Restore-ImaTrash</code>
/// <para>Brings everything back.</para>
/// </example>
[Cmdlet(VerbsData.Restore, "ImaTrash", SupportsShouldProcess = true)]
[OutputType(typeof(ImageFile))]
public sealed class RestoreImaTrashCommand : TrashItemCommand
{
    /// <inheritdoc/>
    protected override string Action => "Restore from trash";

    /// <inheritdoc/>
    protected override void ProcessItems(Guid storage, IReadOnlyCollection<string> ids)
    {
        IReadOnlyList<long> restored = [];
        PipelinePump.Run(this, (_, token) => restored = TrashService.Restore(storage, ids, token));
        WriteObject(new FileQuery(Database).Run(new FileFilter { Ids = restored }), enumerateCollection: true);
    }
}
