using System.Management.Automation;
using ImaLink.Archive;
using ImaLink.Integrity;

namespace ImaLink.PowerShell.Commands;

/// <summary>Tells how many files FileStorages hold and what they take, by session, year, format or camera.</summary>
/// <remarks>
/// The figures are the catalog's, so they are there for storages that are offline too. Missing files count, companions do not. Where
/// the year, format or camera of files is unknown, Name is empty.
/// </remarks>
/// <example>
/// <code>Measure-ImaFileStorage</code>
/// <para>Shows count and bytes of each storage.</para>
/// </example>
/// <example>
/// <code>Measure-ImaFileStorage Archive -Property Year | Sort-Object Name</code>
/// <para>Shows what each year takes.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "ImaFileStorage")]
[OutputType(typeof(StorageMeasure))]
public sealed class MeasureImaFileStorageCommand : StorageQueryCommand
{
    /// <summary>By what files are put together: Session, Year (taken in), Format or Camera. None, which is the default, counts each storage as a whole.</summary>
    [Parameter]
    [ValidateSet("None", "Session", "Year", "Format", "Camera")]
    [Alias("By")]
    public string Property { get; set; } = "None";

    /// <inheritdoc/>
    protected override void ProcessSelector(Selector? storage)
    {
        IEnumerable<FileStorage> storages = storage is null ? StorageService.All().Where(row => row.IsActive) : StorageService.Find(storage);
        WriteObject(new StorageMeasurement(Database).Run([.. storages.Select(row => row.Uuid)], Enum.Parse<MeasureGrouping>(Property)), enumerateCollection: true);
    }
}
