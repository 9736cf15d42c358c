using System.Management.Automation;
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
/// <code>Measure-ImaFileStorage Archive -By Year | Sort-Object Name</code>
/// <para>Shows what each year takes.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "ImaFileStorage")]
[OutputType(typeof(StorageMeasure))]
public sealed class MeasureImaFileStorageCommand : CatalogCommand
{
    /// <summary>The storages: name, UUID, wildcard, id, path of the storage's folder, or objects that name a storage. All active ones by default.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Storage { get; set; }

    /// <summary>By what files are put together.</summary>
    [Parameter]
    [ValidateSet("None", "Session", "Year", "Format", "Camera")]
    public string By { get; set; } = "None";

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        if (Storage is null)
            Measure(StorageService.All().Where(storage => storage.IsActive));
        foreach (Selector selector in Storage ?? [])
            Attempt(selector.Text, () => Measure(StorageService.Find(selector)));
    }

    private void Measure(IEnumerable<FileStorage> storages) => WriteObject(
        new StorageMeasurement(Database).Run([.. storages.Select(storage => storage.Uuid)], Enum.Parse<MeasureGrouping>(By)), enumerateCollection: true);
}
