using System.Globalization;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Replication;

/// <summary>
/// Drops a storage whose disk is lost: tells which of its files lie nowhere else, where the others lie, and how they get a second copy again.
/// What was said of its photos stays in the catalog, and comes back with them; so do their places in albums.
/// </summary>
/// <param name="catalog">The catalog.</param>
/// <param name="lockTimeout">How long a storage that another process writes is waited for.</param>
public sealed class StorageLossService(CatalogDatabase catalog, TimeSpan lockTimeout)
{
    private readonly StorageService _storages = new(catalog, lockTimeout);

    /// <summary>What the loss of a storage means: each file that no other storage is recorded to hold, each album that has lost photos, then each storage that holds others.</summary>
    /// <param name="uuid">The storage.</param>
    /// <param name="isMeantAllTheSame">Also where it is there.</param>
    /// <exception cref="ImaLinkException">StorageNotFound; InvalidValue, where the storage is not lost.</exception>
    public IReadOnlyList<ReplicaResult> Tell(Guid uuid, bool isMeantAllTheSame)
    {
        StorageRow lost = _storages.Row(uuid);
        if (!isMeantAllTheSame && StorageProbe.IsOnline(lost))
            throw new ImaLinkException(ErrorCode.InvalidValue, $"The storage '{lost.Name}' is there, in '{lost.Root}', and not lost. Without -Lost it is only forgotten; with -Force it is given up as lost all the same.", lost.Name);
        var results = new List<ReplicaResult>();
        var held = new Dictionary<long, long>();
        foreach (SessionRow session in catalog.Sessions.OfStorage(lost.Id))
        {
            foreach (FileRow file in catalog.Files.BySession(session.Id))
            {
                List<long> there = [.. catalog.Files.BySha256(file.Sha256).Where(other => other.StorageId != lost.Id && other.State == FileState.Present).Select(other => other.StorageId).Distinct()];
                there.ForEach(storage => held[storage] = held.GetValueOrDefault(storage) + 1);
                if (there.Count == 0)
                    results.Add(Alone(lost, session.Header, file));
            }
        }

        results.AddRange(catalog.AlbumMembers.OnlyIn(lost.Id).Select(album => OfAlbum(lost, catalog.Albums.Get(album.Album), album.Photos)));
        List<StorageRow> holders = [.. held.Keys.Select(catalog.Storages.Get).OrderBy(storage => storage.Name, StringComparer.Ordinal)];
        FormattableString? remedy = holders.Count == 0 ? null : Remedy(lost, holders);
        results.AddRange(holders.Select(storage => Of(storage, ReplicaVerdict.Held, storage.Root) with
        {
            Detail = string.Create(CultureInfo.InvariantCulture, $"{held[storage.Id]:N0} files of '{lost.Name}' lie here."),
            Mend = remedy,
        }));
        return results;
    }

    /// <summary>Drops it. What was said of images that no other storage has a file of waits for them.</summary>
    public void Drop(Guid uuid) => catalog.Transaction(() =>
    {
        StorageRow lost = _storages.Row(uuid);
        catalog.Waiting.KeepAllOf(lost.Id);
        catalog.AlbumFiles.MoveOn(lost.Id);
        catalog.Storages.Delete(lost.Id);
    });

    private ReplicaResult Alone(StorageRow lost, SessionHeader session, FileRow file) => Of(lost, ReplicaVerdict.Lost, new StorageLayout(lost.Root).FullName(file.Path)) with
    {
        RelativePath = file.Path,
        Session = session.Title,
        SessionUuid = session.Uuid,
        Length = file.Size,
        SourcePath = new FileEntries(catalog).Get(file.Id).OriginalPath,
        Detail = Earlier(lost, file) is { } earlier ? $"An earlier version of it lies in '{earlier}'." : "No other storage is recorded to hold it.",
    };

    private ReplicaResult OfAlbum(StorageRow lost, AlbumRow album, long photos) => Of(lost, ReplicaVerdict.Album, new StorageLayout(lost.Root).Album(album.Uuid)) with
    {
        RelativePath = new StorageLayout(lost.Root).RelativePath(new StorageLayout(lost.Root).Album(album.Uuid)),
        Detail = string.Create(CultureInfo.InvariantCulture,
            $"{photos:N0} of the {catalog.AlbumMembers.Count(album.Id):N0} photos of the album '{album.Title}' are lost. The album stays, and they are in their places in it when they come back."),
    };

    /// <summary>The storage that has what a file held before an edit; null where none has.</summary>
    private string? Earlier(StorageRow lost, FileRow file) => new CheckTable(catalog).Previous(file.Id).SelectMany(former => catalog.Files.BySha256(former.Sha256!))
        .FirstOrDefault(other => other.StorageId != lost.Id && other.State == FileState.Present) is { } version ? catalog.Storages.Get(version.StorageId).Name : null;

    /// <summary>Replicates all that is left to the storage on another disk with the most room; where there is none, to a new one.</summary>
    private FormattableString Remedy(StorageRow lost, List<StorageRow> holders)
    {
        var places = StorageDisk.Number(catalog.Storages.All(), onlineOnly: false);
        HashSet<int> taken = [.. holders.Select(holder => places.GetValueOrDefault(holder.Id, -1))];
        string[] names = [.. holders.Select(holder => holder.Name)];
        return _storages.All().Where(storage => storage.Uuid != lost.Uuid && storage is { IsAccessible: true, IsActive: true } && !holders.Exists(holder => holder.Uuid == storage.Uuid)
                && places.TryGetValue(storage.Id, out int place) && !taken.Contains(place)).MaxBy(storage => storage.FreeBytes) is { } other
            ? (FormattableString)$"Sync-ImaReplica -Storage {names} -Destination {other.Name}"
            : $"New-ImaFileStorage -Name 'Second copy' -BasePath (Read-Host 'Folder on another disk'); Sync-ImaReplica -Storage {names} -Destination 'Second copy'";
    }

    private static ReplicaResult Of(StorageRow storage, string verdict, string fullName) => new()
    {
        Verdict = verdict,
        FullName = fullName,
        RelativePath = StorageLayout.PhotosFolder,
        Storage = storage.Name,
        StorageUuid = storage.Uuid,
    };
}
