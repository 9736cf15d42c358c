using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell.Commands;

/// <summary>Changes the name, description or place of a FileStorage, or tells where it lies now.</summary>
/// <remarks>
/// Name, description and place are written to the storage's own index too. If the storage is offline they are written on its next
/// visit. -BasePath is for a drive that came back at another mount point; the folder there must hold this storage. Where the storage lies in both places, as after its folder was copied, it is
/// refused (StorageCloned) unless -Force says that the one at -BasePath is meant: put the other one away, as both change by themselves from then on.
/// -Place says which disk it is on, in your own words: copies in storages of one place are lost together and count as one
/// (Get-ImaFile -CopiesLessThan). Without it the disk tells, where it has a number of its own.
/// Rows of a CSV file do too: the column Storage or StorageUuid tells which, and Name, Description, BasePath and Place what it gets. An empty cell, and one
/// that says what is recorded already, changes nothing. Storages that come from Get-ImaFileStorage are only named by it.
/// </remarks>
/// <example>
/// <code>Set-ImaFileStorage Archive -Description 'Everything since 2003'</code>
/// <para>Describes a storage.</para>
/// </example>
/// <example>
/// <code>Set-ImaFileStorage Archive -BasePath /media/disk2</code>
/// <para>Tells that the drive of the storage is mounted elsewhere now.</para>
/// </example>
/// <example>
/// <code>Set-ImaFileStorage Archive -BasePath /media/copy -Force</code>
/// <para>Goes on with a copy of the storage's folder, though the former one is still connected.</para>
/// </example>
/// <example>
/// <code>Set-ImaFileStorage Backup -Place 'grey disk, at my sister'</code>
/// <para>Says which disk a storage is on; '' takes it back, and the disk tells again.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "ImaFileStorage", SupportsShouldProcess = true)]
[OutputType(typeof(FileStorage))]
public sealed class SetImaFileStorageCommand : StorageCommand
{
    /// <summary>The new name; unique in the catalog.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(WordNameCompleter))]
    [AllowEmptyString]
    public string? Name { get; set; }

    /// <summary>The new description.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>The folder in which the storage's own folder lies now, or that folder itself.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? BasePath { get; set; }

    /// <summary>Takes the storage at -BasePath although it lies where it did before too: one is a copy of the other, and this is the one to be used.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Which disk it is on, in your own words; an empty text for what the disk itself tells.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Place { get; set; }

    private RowEdits? _edits;

    /// <inheritdoc/>
    protected override void BeginInput() => _edits = new RowEdits(this, nameof(Name), nameof(Description), nameof(BasePath), nameof(Place));

    /// <inheritdoc/>
    protected override void ProcessStorage(FileStorage storage)
    {
        string? name = _edits!.Of(nameof(Name), Name, storage.Name), description = _edits.Of(nameof(Description), Description, storage.Description),
            basePath = _edits.Of(nameof(BasePath), BasePath, storage.BasePath), place = _edits.Of(nameof(Place), Place, storage.Place);
        _edits.RequireAny();
        if (basePath is "")
            throw new ImaLinkException(ErrorCode.InvalidValue, "A storage lies in a folder. Give it with -BasePath.", storage.Name);
        if (name is null && description is null && basePath is null && place is null)
            WriteObject(storage);
        else if (ShouldProcess(storage.Name, "Change FileStorage"))
            WriteObject(StorageService.Set(storage.Uuid, name, description, basePath is null ? null : SessionPaths.Literal(this, basePath), null, place, Force, StopToken));
    }
}
