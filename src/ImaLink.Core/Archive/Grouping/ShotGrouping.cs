using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Formats;
using ImaLink.Media.Relatives;

namespace ImaLink.Archive.Grouping;

/// <summary>
/// Groups the images of the catalog into photos, by what <see cref="GroupDecision"/> says of them. It is done within the transaction that files come or change by, so
/// nobody ever sees half a photo, and a crash leaves none.
/// </summary>
internal sealed class ShotGrouping(CatalogDatabase catalog)
{
    private const int PageImages = 256, FewImages = 8192;

    private Dictionary<long, StorageLayout>? _layouts;

    /// <summary>Does something to files in one transaction, and groups the images that it touched.</summary>
    internal static void Around(CatalogDatabase catalog, Action work) => catalog.Transaction(() =>
    {
        IReadOnlyCollection<long> touched = catalog.Shots.Noting(work);
        if (touched.Count > 0)
            new ShotGrouping(catalog).Group(touched);
    });

    /// <summary>Groups images, with all that may be of the same shots, some at a time.</summary>
    internal void Group(IReadOnlyCollection<long> images)
    {
        if (images.Count > FewImages)
        {
            // Most of very many are alone, or one photo already: they are found all at once.
            catalog.Shots.FindDue(new ShotScope { Images = images });
            for (catalog.PhotoModel.Group(); catalog.Shots.TakeDue(PageImages); catalog.PhotoModel.Group())
                Say(Read().Decide());
            return;
        }

        foreach (long[] some in images.Chunk(PageImages))
        {
            catalog.PhotoModel.Group();
            catalog.Shots.Take(some);
            Say(Read().Decide());
        }
    }

    /// <summary>The images that the table has taken, with their files.</summary>
    internal ShotPage Read()
    {
        List<ShotImageRow> images = catalog.Shots.Images();
        List<ShotFileRow> files = images.Count < 2 ? [] : catalog.Shots.Files();
        return new(images.ConvertAll(Image), files.ConvertAll(File), files, _layouts ??= catalog.Storages.All().ToDictionary(storage => storage.Id, storage => new StorageLayout(storage.Root)));
    }

    /// <summary>Says it.</summary>
    internal void Say(IEnumerable<ShotSuggestion> suggestions)
    {
        foreach (ShotSuggestion it in suggestions)
        {
            if (it.Photo is { } photo)
                catalog.Statements.Suggest(it.Image, StatementField.Photo, $"{{\"by\":\"{it.By}\",\"uuid\":\"{photo}\"}}");
            if (it.Role is not null)
                catalog.Statements.Suggest(it.Image, StatementField.Role, $"\"{it.Role}\"");
        }
    }

    private static ShotImage Image(ShotImageRow row)
    {
        (Guid? said, string? by) = PhotoEvidence.Of(row.Photo);
        return new() { Id = row.Id, Own = row.Own, Said = said, By = by, HasRole = row.HasRole, IsAlone = row.IsAlone };
    }

    private static ShotFile File(ShotFileRow row)
    {
        int slash = row.Path.LastIndexOf('/');
        return new()
        {
            Image = row.Image, Folder = (row.Storage, FileNames.Key(row.Path[..Math.Max(slash, 0)])), Name = ShotName.Of(row.Path[(slash + 1)..]),
            Kind = FormatTable.Find(row.Format ?? "")?.Kind ?? MediaKind.Other, Taken = CaptureTime.Parse(row.TakenAt, row.TakenAtSource), TimeZone = row.TimeZone,
            Modified = row.Modified is { } ticks ? new DateTime(ticks, DateTimeKind.Utc) : null, Model = row.Model, Width = row.Width, Height = row.Height,
            HasExposure = row.HasExposure, ContentIdentifier = row.ContentIdentifier, BurstId = row.BurstId,
        };
    }
}
