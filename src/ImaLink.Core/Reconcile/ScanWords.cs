using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Reconcile;

/// <summary>Takes over what edited photos and sidecars say now, and keeps what there is to tell of it until the findings are told. Called inside a transaction.</summary>
internal sealed class ScanWords(CatalogDatabase catalog)
{
    private readonly WordIntake _intake = new(catalog);
    private readonly Dictionary<string, string> _told = new(StringComparer.Ordinal);

    /// <summary>Sidecars that are damaged.</summary>
    internal List<ImaLinkException> Troubles { get; } = [];

    /// <summary>What a finding says of the words of the file at a path, with a blank before it; empty where there is nothing to say.</summary>
    internal string Told(string path) => _told.TryGetValue(path, out string? told) ? $" {told}" : "";

    /// <summary>A photo whose content is another now.</summary>
    /// <param name="entry">What is recorded of it now.</param>
    /// <param name="words">What it says itself.</param>
    /// <param name="former">What it said before.</param>
    internal void OfPhoto(FileEntry entry, FileWords words, string? former) =>
        Tell(entry.Path!, _intake.Take(catalog.Images.Find(entry.Image)!.Value, words, former, IndexTime.ParseUtc(entry.ModifiedAt) ?? DateTime.UtcNow));

    /// <summary>A sidecar that is new beside its photo, or changed; what it says is returned, to be recorded of it.</summary>
    internal string? OfSidecar(StorageLayout layout, long fileId, CompanionEntry sidecar)
    {
        SidecarWords taken = _intake.Take(layout, fileId, sidecar);
        Tell(sidecar.Path, taken.Change);
        if (taken.Trouble.Count > 0)
            Troubles.Add(new ImaLinkException(ErrorCode.SidecarUnreadable,
                $"What '{layout.FullName(sidecar.Path)}' says could not be read, or not all of it. {string.Join(' ', taken.Trouble)} It is kept as it is; mend it with the program that wrote it and run Sync-ImaFileStorage again.",
                layout.FullName(sidecar.Path)));
        return taken.Words;
    }

    private void Tell(string path, WordChange? change)
    {
        if (change?.Told is { } told)
            _told[path] = told;
    }
}
