using System.Management.Automation;
using ImaLink.Catalog;
using ImaLink.Recovery;

namespace ImaLink.PowerShell.Commands;

/// <summary>Finds FileStorages on disks, with or without a catalog.</summary>
/// <remarks>
/// Looks through folders and everything below them, and emits each storage as it is found, with what its own indexes say. A
/// storage is found by what lies in its folder, so a damaged or missing index.json, or a folder that was renamed, hides none.
/// Links to folders are not followed; hidden and system folders are left out unless they are named themselves, and so is what
/// lies in a storage. A folder that cannot be listed costs one error, and the search goes on. Nothing is written.
/// <para>
/// Where there is a catalog it tells which of the storages are registered. What is found can be piped to Get-ImaIndex, to
/// New-ImaFileStorage, which registers it, and to Restore-ImaCatalog.
/// </para>
/// </remarks>
/// <example>
/// <code>Find-ImaFileStorage /media, /mnt</code>
/// <para>Lists the storages on all drives that are connected.</para>
/// </example>
/// <example>
/// <code>Find-ImaFileStorage / -ErrorAction SilentlyContinue | Where-Object { -not $_.IsRegistered } | New-ImaFileStorage</code>
/// <para>Registers every storage of the computer that the catalog does not know, and does not mention folders that may not be read.</para>
/// </example>
/// <example>
/// <code>Find-ImaFileStorage /media | Where-Object Index -ne Valid | Format-List Name, FullName, Index, Detail</code>
/// <para>Lists the storages whose master index is missing or damaged.</para>
/// </example>
[Cmdlet(VerbsCommon.Find, "ImaFileStorage", DefaultParameterSetName = PathSet)]
[OutputType(typeof(FoundStorage))]
public sealed class FindImaFileStorageCommand : PathQueryCommand
{
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);
    private CatalogDatabase? _catalog;

    /// <inheritdoc/>
    protected override void BeginInput() => _catalog = TryDatabase("Which storages are registered is not known");

    /// <inheritdoc/>
    protected override void ProcessPath(string fullName) => PipelinePump.Run(this, (pump, token) =>
    {
        foreach (FoundStorage storage in new StorageFinder(_catalog).Find(System.IO.Path.TrimEndingDirectorySeparator(fullName), pump.Reporter, token))
            if (_found.Add(storage.FullName))
                pump.WriteObject(storage);
    });
}
