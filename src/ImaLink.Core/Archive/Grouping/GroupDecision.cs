namespace ImaLink.Archive.Grouping;

/// <summary>
/// Which images are one photo. What the program said before is only ever followed by better evidence, or by the smaller UUID, so all catalogs come to the same;
/// what an owner said is never touched: who was taken out stays out, and who is of one shot with images that were joined joins them. Pure.
/// </summary>
internal static class GroupDecision
{
    /// <summary>What is to be said of images.</summary>
    /// <param name="images">The images, with all that are in one photo with any of them.</param>
    /// <param name="files">Their files.</param>
    internal static List<ShotSuggestion> Of(IReadOnlyCollection<ShotImage> images, IReadOnlyCollection<ShotFile> files)
    {
        // Whoever was taken out, or never joined to anything, by its owner's word.
        var free = images.Where(image => !(image.IsOwners && image.IsAlone)).ToDictionary(image => image.Id);
        ILookup<long, ShotFile> filesOf = files.Where(file => free.ContainsKey(file.Image)).ToLookup(file => file.Image);
        List<ShotLink> links = ShotLinks.Of([.. filesOf.SelectMany(file => file)]).ToList();
        var sets = new ImageSets(free.Keys);
        foreach (ShotLink link in links)
            sets.Unite(link.One, link.Other);
        foreach (var photo in free.Values.GroupBy(image => image.Photo))
            foreach (ShotImage image in photo)
                sets.Unite(photo.First().Id, image.Id);
        ILookup<long, ShotLink> linksOf = links.ToLookup(link => sets.Of(link.One));
        return free.Values.GroupBy(image => sets.Of(image.Id)).Where(set => set.Skip(1).Any())
            .SelectMany(set => OfShot([.. set], linksOf[set.Key], filesOf)).ToList();
    }

    private static IEnumerable<ShotSuggestion> OfShot(List<ShotImage> images, IEnumerable<ShotLink> links, ILookup<long, ShotFile> filesOf)
    {
        var owned = images.Where(image => image.IsOwners).Select(image => image.Photo).Distinct().ToList();
        if (owned.Count > 1)
            return []; // the owner parted them
        ShotRoles roles = new(images, filesOf);
        (string? by, Guid photo) = owned is [var joined] ? (PhotoEvidence.Joined, joined) : Label(images, links, roles.Primary.Own);
        return images.Select(image => Suggest(image, by, photo, roles)).Where(it => it is not { Photo: null, Role: null });
    }

    /// <summary>
    /// The photo of a shot: that which the program named before, of several the one by the best evidence, then the smaller UUID; else that of the image that stands for it.
    /// So removing an image renames no photo.
    /// </summary>
    private static (string? By, Guid Photo) Label(List<ShotImage> images, IEnumerable<ShotLink> links, Guid primary)
    {
        var said = images.Where(image => image.By is not null).Select(image => (By: image.By!, image.Photo)).ToList();
        string? by = said.Select(it => it.By).Concat(links.Select(link => link.Evidence)).MaxBy(PhotoEvidence.Rank);
        return said.Count == 0 ? (by, primary)
            : (by, said.OrderByDescending(it => PhotoEvidence.Rank(it.By)).ThenBy(it => it.Photo.ToString(), StringComparer.Ordinal).First().Photo);
    }

    private static ShotSuggestion Suggest(ShotImage image, string? by, Guid photo, ShotRoles roles)
    {
        bool moves = image.Photo != photo;
        string? role = image == roles.Primary || image.HasRole ? null : roles.Of(image);
        return new(image.Id, moves ? photo : null, moves ? by : null, role);
    }
}
