using System.Management.Automation;
using ImaLink.Archive;
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
/// photo is touched. Without -Storage all storages that are enabled are brought up to date; a warning names those that are not connected.
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
public sealed class UpdateImaIndexCommand : IndexCommand
{
    /// <summary>Writes all indexes again, also those that are not due.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessSelector(Selector? storage)
    {
        // A storage whose master index is gone is known by its place.
        List<FileStorage> found = storage is null ? Connected(known => Directory.Exists(known.FullName))
            : StorageService.All().FirstOrDefault(known => known.FullName == System.IO.Path.TrimEndingDirectorySeparator(storage.FullPath ?? "")) is { } lying ? [lying]
            : [.. StorageService.Find(storage)];
        var service = new IndexUpdateService(Database, Timeout) { MayLackSessions = storage is null };
        foreach (FileStorage one in found)
            AttemptOne(one.Name, () => Update(service, one));
        if (storage is null && Session is not null)
            service.RequireFound(Session);
    }

    private void Update(IndexUpdateService service, FileStorage storage) => Update(
        storage, "Update indexes", (pump, token) => service.Preview(storage, Session, Force, pump.Reporter, token),
        due => (due.FullName!, due.Verdict == IndexVerdict.Rebuilt ? "Rebuild index" : "Write index"),
        (pump, token) => service.Update(storage, Session, Force, pump.Reporter, token).ToList().ForEach(pump.WriteObject));
}
