using ImaLink.Catalog;

namespace ImaLink.Photos;

/// <summary>
/// Makes several photos one, parts one into several, and says which image stands for a photo: the owner's word, which the program's never replaces. Nothing else that was said
/// moves: what was said of a photo was said of each of its images.
/// </summary>
public sealed class PhotoGroups(CatalogDatabase catalog, PhotoStatements statements)
{
    private readonly PhotoImageTable _images = new(catalog);

    /// <summary>Makes photos one: the first of them, or that of the image which is to stand for it. Of one photo alone it says nothing but that.</summary>
    /// <param name="photos">The photos, by the catalog's numbers.</param>
    /// <param name="primary">The image that is to stand for the photo; null where that follows from what the images are.</param>
    /// <returns>The photo.</returns>
    /// <exception cref="ImaLinkException">FileNotFound, CatalogBusy, CatalogUnavailable.</exception>
    public long Join(IReadOnlyList<long> photos, long? primary = null)
    {
        ArgumentNullException.ThrowIfNull(photos);
        Guid joined = catalog.Transaction(() =>
        {
            List<long> all = [.. (primary is { } first ? photos.Prepend(PhotoOf(first)) : photos).Distinct()];
            List<PhotoImage> images = [.. all.SelectMany(_images.OfPhoto)];
            if (images.Count == 0)
                throw Gone();
            Guid photo = images[0].PhotoUuid;
            // Which image stands for a photo is no word about what is in it.
            Guid? said = primary is not null && all.Count == 1 ? null : photo;
            long? chosen = primary ?? (images.Find(image => image.IsChosen) is { Id: > 0 } before ? before.Id : null);
            statements.SayOfImages([.. images.Select(image => Words(image, said, image.Id == primary ? true : image.IsChosen && image.Id != chosen ? false : null))]);
            return photo;
        });
        return new PhotoLocator(catalog).ByUuid(joined) ?? throw Gone();
    }

    /// <summary>Takes images out of their photos: each is a photo by itself from then on, and so is what is left.</summary>
    /// <param name="images">The images, by the catalog's numbers.</param>
    /// <returns>The photos that the images are and were in.</returns>
    /// <exception cref="ImaLinkException">CatalogBusy, CatalogUnavailable.</exception>
    public IReadOnlyList<long> Split(IReadOnlyCollection<long> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        HashSet<long> parted = [.. images], touched = [];
        catalog.Transaction(() =>
        {
            foreach (long photo in images.Select(_images.PhotoOf).OfType<long>().Distinct().ToList())
            {
                List<PhotoImage> all = _images.OfPhoto(photo);
                touched.UnionWith(all.Select(image => image.Id));
                if (all.Count > 1)
                    statements.SayOfImages(Parted(all, parted));
            }
        });
        return [.. touched.Order().Select(_images.PhotoOf).OfType<long>().Distinct()];
    }

    /// <summary>Writes with the rest what is due for storages that hold these images: a command that was killed may have said it.</summary>
    public void Finish(IEnumerable<long> images) => statements.Include(catalog.Sessions.OfImages(images).Select(session => session.Storage).Distinct());

    private List<(long Image, IReadOnlyDictionary<string, string?> Changes)> Parted(List<PhotoImage> all, HashSet<long> parted)
    {
        var said = new List<(long Image, IReadOnlyDictionary<string, string?> Changes)>();
        var taken = new HashSet<Guid>();
        List<PhotoImage> rest = all.FindAll(image => !parted.Contains(image.Id));
        Guid former = all[0].PhotoUuid;
        foreach (PhotoImage image in all.Where(image => parted.Contains(image.Id)))
            said.Add(Words(image, Free([image.Own]), image.IsChosen ? false : null));
        if (rest.Count > 0 && !taken.Add(former))
        {
            // What is left is called after another of its images now: the name goes with the image that it is made of.
            Guid renamed = Free(rest.Select(image => image.Own));
            said.AddRange(rest.Select(image => Words(image, renamed, null)));
        }

        return said;

        // The name of what another image is may be that of a photo with others in it by now.
        Guid Free(IEnumerable<Guid> names)
        {
            Guid name = names.Where(name => !taken.Contains(name) && (name == former || !_images.IsInUse(name))).Append(Guid.NewGuid()).First();
            taken.Add(name);
            return name;
        }
    }

    private static (long Image, IReadOnlyDictionary<string, string?> Changes) Words(PhotoImage image, Guid? photo, bool? isPrimary)
    {
        var words = new Dictionary<string, string?>();
        if (photo is { } uuid)
            words.Add(StatementField.Photo, CanonicalJson.Of(uuid.ToString()));
        if (isPrimary is { } primary)
            words.Add(StatementField.Primary, primary ? CanonicalJson.True : null);
        return (image.Id, words);
    }

    private long PhotoOf(long image) => _images.PhotoOf(image) ?? throw Gone();

    private static ImaLinkException Gone() => new(ErrorCode.FileNotFound, "The photo has been removed meanwhile.");
}
