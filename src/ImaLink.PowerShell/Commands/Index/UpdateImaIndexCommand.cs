using System.Management.Automation;
using ImaLink.Recovery;

namespace ImaLink.PowerShell.Commands;

/// <summary>Brings the indexes of FileStorages up to date with the catalog, and rebuilds those that are missing or damaged.</summary>
/// <remarks>
/// First everything that can be read in the storage is taken over into the catalog: what other catalogs wrote, previous versions
/// that stand in for missing or damaged indexes, and every whole entry of a damaged one. Then what is due is written: indexes
/// that lack changes of the catalog, that are missing, damaged or older than what was known, the manifest and the master index.
/// Only an index of which nothing can be read is written from the catalog alone. With -Session the indexes of those sessions, with
/// -Force all, are written again even if they are not due. Emits each file that was written; nothing, where nothing was due.
/// <para>
/// A session of which neither the storage nor the catalog know anything costs one error; its photos stay where they are. No
/// photo is touched. Without -Storage all storages that are enabled and connected are brought up to date.
/// </para>
/// </remarks>
/// <example>
/// <code>Update-ImaIndex</code>
/// <para>Writes what is due in the indexes of all storages that are connected.</para>
/// </example>
/// <example>
/// <code>Update-ImaIndex Archive -Force -WhatIf</code>
/// <para>Lists the files that would be written if all indexes of a storage were.</para>
/// </example>
/// <example>
/// <code>Update-ImaIndex Archive -Session 'Italy Summer 2024'</code>
/// <para>Writes the index of one session again.</para>
/// </example>
[Cmdlet(VerbsData.Update, "ImaIndex", SupportsShouldProcess = true)]
[OutputType(typeof(IndexFileCheck))]
public sealed class UpdateImaIndexCommand : CatalogWriteCommand
{
    /// <summary>
    /// The storages: name, UUID, wildcard, id, path of the storage's folder, or objects that name a storage. By default all that
    /// are enabled; one that is not connected is then left out with a warning.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Storage { get; set; }

    /// <summary>Writes the indexes of these sessions again, and what else is due: title, UUID, wildcard, number in the storage, or objects that name a session.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionUuid")]
    [SessionArgument]
    [ArgumentCompleter(typeof(SessionTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Session { get; set; }

    /// <summary>Writes all indexes again, also those that are not due.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (Selector? selector in Storage ?? [null!])
        {
            List<FileStorage> found = [];
            Attempt(selector?.Text, () => found = Find(selector));
            var service = new IndexUpdateService(Database, Timeout) { MayLackSessions = selector is null };
            foreach (FileStorage storage in found)
                Attempt(storage.Name, () => Update(service, storage));
            if (selector is null && Session is not null)
                Attempt(null, () => service.RequireFound(Session));
        }
    }

    /// <summary>A storage whose master index is gone is known by its place.</summary>
    private List<FileStorage> Find(Selector? selector)
    {
        if (selector is not null)
            return StorageService.All().FirstOrDefault(storage => storage.FullName == System.IO.Path.TrimEndingDirectorySeparator(selector.FullPath ?? "")) is { } lying
                ? [lying] : [.. StorageService.Find(selector)];
        var active = StorageService.All().Where(storage => storage.IsActive).ToLookup(storage => Directory.Exists(storage.FullName));
        foreach (FileStorage storage in active[false])
            WriteWarning($"The storage '{storage.Name}' is not connected and is left out.");
        return [.. active[true]];
    }

    private void Update(IndexUpdateService service, FileStorage storage)
    {
        if (this.IsWhatIf())
        {
            PipelinePump.Run(this, (pump, token) =>
            {
                foreach (IndexFileCheck due in service.Preview(storage, Session, Force, pump.Reporter, token))
                    pump.Invoke(() => ShouldProcess(due.FullName, due.Verdict == IndexVerdict.Rebuilt ? "Rebuild index" : "Write index"));
            });
        }
        else if (ShouldProcess(storage.Name, "Update indexes"))
        {
            PipelinePump.Run(this, (pump, token) => service.Update(storage, Session, Force, pump.Reporter, token).ToList().ForEach(pump.WriteObject));
        }
    }
}
