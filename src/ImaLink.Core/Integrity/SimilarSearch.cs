using System.Globalization;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Media.Formats;
using ImaLink.Media.Likeness;

namespace ImaLink.Integrity;

/// <summary>
/// Finds registered pictures that look alike, by the likeness that the catalog keeps of their hotpreviews: those of storages that are offline too, missing
/// files not. Images of one photo (RAW and JPEG) are never told as alike, and a film is like films only, of which one frame is compared.
/// </summary>
public sealed class SimilarSearch(CatalogDatabase catalog, OperationReporter reporter)
{
    /// <summary>In how many of the first 64 bits pictures that look alike may differ, unless it is asked for another number.</summary>
    public const int DefaultDistance = 10;

    /// <summary>The most that can be asked for: what differs in more is alike by chance.</summary>
    public const int MaxDistance = 16;

    /// <summary>The groups, the original with most pixels first.</summary>
    /// <param name="storages">Among the files of which storages; null for all active ones.</param>
    /// <param name="distance">In how many of the first 64 bits they may differ.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IEnumerable<SimilarGroup> Run(IReadOnlyCollection<Guid>? storages, int distance, CancellationToken cancellationToken)
    {
        List<StorageRow> wanted = [.. catalog.Storages.All().Where(row => storages?.Contains(row.Uuid) ?? row.IsActive)];
        long[] ids = [.. wanted.Select(row => row.Id)];
        if (!catalog.IsReadOnly)
            new LikenessPass(catalog, reporter).Run(wanted, cancellationToken);
        if (catalog.Likenesses.CountLacking(ids) is > 0 and var lacking)
        {
            reporter.Warning?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{lacking:N0} {(lacking == 1 ? "image has" : "images have")} ") + (catalog.IsReadOnly
                ? "not been looked at yet, and this catalog cannot be written. Run the command once where it can, or compare the folders with -Path."
                : "no preview that could be compared, or lie in a storage that is offline. Update-ImaPreview makes previews; connect a drive for those that it holds."));
        }

        var pictures = new Pictures(catalog.Likenesses.Of(ids), cancellationToken);
        var groups = LikenessGroups.Of(pictures.Hashes, distance, pictures.AreApart, done => reporter.Progress?.Invoke(
            new OperationProgress { Activity = "Comparing pictures", Item = "", Items = done, TotalItems = pictures.Hashes.Length }), cancellationToken);
        var query = new FileQuery(catalog);
        foreach ((int original, List<int> alike) in groups)
        {
            LikenessHash of = pictures.Hashes[original];
            var files = alike.OrderBy(item => of.Distance(pictures.Hashes[item])).ThenBy(item => item).Prepend(original)
                .SelectMany(item => Files(query, pictures, item, ids, of.Distance(pictures.Hashes[item])), (item, file) => (item, file)).ToList();
            string? hothash = files.Find(found => found.item == original).file?.Hothash;
            SimilarFile[] described = [.. files.Select(found => found.file with { IsOriginal = found.file.Hothash == hothash })];
            if (hothash is not null && described.Any(file => !file.IsOriginal))
                yield return new SimilarGroup { Hothash = hothash, Files = described };
        }
    }

    private IEnumerable<SimilarFile> Files(FileQuery query, Pictures pictures, int item, long[] storages, int distance) =>
        query.Run(new FileFilter { Ids = [.. catalog.Likenesses.Files(pictures.ImageIds[item], storages)] }).Select(file => new SimilarFile
        {
            FullName = file.FullName,
            Length = file.Length,
            Sha256 = file.Sha256,
            Storage = file.Storage,
            StorageUuid = file.StorageUuid,
            RelativePath = file.RelativePath,
            Session = file.Session,
            SessionUuid = file.SessionUuid,
            IsReplica = file.IsReplica,
            Hothash = file.Hothash,
            Width = file.Width,
            Height = file.Height,
            IsOriginal = false,
            Distance = distance,
            Likeness = pictures.Hashes[item].ToString(),
        });

    /// <summary>What is compared, by the number in its order: 49 bytes for each picture.</summary>
    private sealed class Pictures
    {
        private readonly List<long> _photos = [];
        private readonly List<bool> _films = [];

        internal Pictures(IEnumerable<LikenessRow> rows, CancellationToken cancellationToken)
        {
            var hashes = new List<LikenessHash>();
            foreach (LikenessRow row in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ImageIds.Add(row.ImageId);
                hashes.Add(row.Hash);
                _photos.Add(row.PhotoId);
                _films.Add(FormatTable.Find(row.Format) is { Kind: MediaKind.Video });
            }

            Hashes = [.. hashes];
        }

        internal List<long> ImageIds { get; } = [];

        internal LikenessHash[] Hashes { get; }

        internal bool AreApart(int one, int other) => _photos[one] == _photos[other] || _films[one] != _films[other];
    }
}
