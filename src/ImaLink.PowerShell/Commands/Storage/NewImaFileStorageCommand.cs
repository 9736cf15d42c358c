using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>Creates a FileStorage, or registers one that lies on a disk already.</summary>
/// <remarks>
/// A FileStorage is one directory tree that holds photos and its own indexes. It is created in the folder given by
/// -BasePath under a name of its own (imalink_, time of creation, beginning of its UUID); your photos are in its folder
/// photos, where you may move and rename them as you like. With -Existing, a storage that was created by another catalog
/// or another computer is registered with everything its indexes say.
/// <para>
/// Copies in storages on one disk are lost together, and count as one. The disk is told by its own number, or by its file system's; a
/// folder of a server by server and share. Where nothing tells it, or not what matters (two disks that stand in one cupboard), -Place
/// says it in your own words. A warning tells where the new storage is on one disk with another.
/// </para>
/// </remarks>
/// <example>
/// <code>New-ImaFileStorage -Name Archive -BasePath /mnt/photos</code>
/// <para>Creates a storage called Archive in the folder /mnt/photos.</para>
/// </example>
/// <example>
/// <code>New-ImaFileStorage -Existing /media/usb/imalink_20241018_143052_a1b2c3d4</code>
/// <para>Registers the storage on a USB drive, with its sessions and files.</para>
/// </example>
/// <example>
/// <code>Get-Item /media/usb*/imalink_* | New-ImaFileStorage</code>
/// <para>Registers the storages of all USB drives that are connected.</para>
/// </example>
/// <example>
/// <code>New-ImaFileStorage -Name Backup -BasePath /media/usb -Place 'grey disk'</code>
/// <para>Creates a storage and says which disk it is on.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "ImaFileStorage", DefaultParameterSetName = "New", SupportsShouldProcess = true)]
[OutputType(typeof(FileStorage))]
public sealed class NewImaFileStorageCommand : CatalogCommand
{
    /// <summary>The name of the storage; unique in the catalog. With -Existing, another name for it.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "New")]
    [Parameter(ParameterSetName = "Existing")]
    [ArgumentCompleter(typeof(WordNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The folder in which the storage's own folder is created; it must exist.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "New")]
    [ValidateNotNullOrEmpty]
    public string? BasePath { get; set; }

    /// <summary>What the storage is for.</summary>
    [Parameter(Position = 2, ParameterSetName = "New")]
    public string? Description { get; set; }

    /// <summary>Which disk it is on, in your own words; by default the disk itself tells.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Place { get; set; }

    /// <summary>The storage's own folder, the one with index.json in it. What Get-Item and Get-ChildItem emit binds here.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Existing", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string? Existing { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput() => Attempt(Existing ?? Name, () =>
    {
        if (Existing is not null)
        {
            string path = SessionPaths.Literal(this, Existing);
            if (ShouldProcess(path, "Register FileStorage"))
                Write(new ImaLink.Archive.StorageService(DatabaseForWriting, Timeout), service =>
                {
                    FileStorage found = service.Register(path, Name, StopToken);
                    return Place is null ? found : service.Set(found.Uuid, null, null, null, null, Place, cancellationToken: StopToken);
                });
            return;
        }

        string basePath = SessionPaths.Literal(this, BasePath!);
        if (ShouldProcess($"{Name} in {basePath}", "Create FileStorage"))
            Write(new ImaLink.Archive.StorageService(DatabaseForWriting, Timeout), service => service.Create(Name!, basePath, Description, Place));
    });

    private void Write(ImaLink.Archive.StorageService service, Func<ImaLink.Archive.StorageService, FileStorage> make)
    {
        FileStorage made = make(service);
        if (service.InOnePlaceWith(made.Uuid) is { Count: > 0 } others)
            WriteWarning($"'{made.Name}' is on one disk with '{string.Join("', '", others)}': they are lost together, so copies in them count as one. Put it on another disk, or say with Set-ImaFileStorage -Place where it really lies.");
        else if (made.Place is null && service.All().Skip(1).Any())
            WriteWarning($"Nothing tells which disk '{made.Name}' is on, so it counts as one of its own. Say with Set-ImaFileStorage -Place where it lies.");
        WriteObject(made);
    }
}
