using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Media.Libraries;

namespace ImaLink.Photos.Descriptions;

/// <summary>
/// Makes one photo of those that another program shows as one, the one on top first. It says so as a file says its words, so that whatever the owner says here, before or after, counts for more.
/// </summary>
/// <param name="catalog">The catalog.</param>
/// <param name="library">The other program's database.</param>
/// <param name="images">The images of its photos that were found.</param>
/// <param name="isRehearsal">Only tells.</param>
internal sealed class LibraryStacks(CatalogDatabase catalog, PhotoLibrary library, IReadOnlyDictionary<long, long> images, bool isRehearsal)
{
    // As of a burst: more are a mistake, or made to cost time.
    private const int MostOfStack = 2000;

    private readonly PhotoImageTable _photos = new(catalog);
    private readonly PhotoLocator _locator = new(catalog);

    /// <summary>What is to be done, each in a transaction, and what it tells.</summary>
    internal IEnumerable<Func<DescriptionResult?>> Works() => library.Stacks().Select(stack => (Func<DescriptionResult?>)(() => Take(stack)));

    private DescriptionResult? Take(IReadOnlyList<long> stack)
    {
        List<long> found = [.. stack.Where(images.ContainsKey).Select(photo => images[photo]).Distinct()];
        if (found.Count < 2)
            return null; // a photo with its virtual copies, or others are not here
        string name = _locator.NameOf(found[0]);
        if (found.Count > MostOfStack)
            return Result(name, DescriptionVerdict.NotTaken, string.Create(CultureInfo.InvariantCulture, $"{found.Count} photos are more than one photo can be."));
        List<PhotoImage> all = [.. found.Select(_photos.PhotoOf).OfType<long>().Distinct().SelectMany(_photos.OfPhoto)];
        if (all.TrueForAll(image => image.Photo == all[0].Photo))
            return Result(name, DescriptionVerdict.Unchanged, null);
        Dictionary<long, List<Statement>> said = all.ToDictionary(image => image.Id, image => catalog.Statements.OfImage(image.Id));
        List<Guid> owned = [.. all.Where(image => said[image.Id].Exists(word => word.Field == StatementField.Photo && word.Writer is not null)).Select(image => image.PhotoUuid).Distinct()];
        // Parting one of two says so of that one alone, which is then by itself.
        if (owned.Count > 1 || all.Exists(image => owned.Contains(image.PhotoUuid) && _photos.OfPhoto(image.Photo).Count == 1))
            return Result(name, DescriptionVerdict.Unchanged, "They were parted here, which stays.");
        Guid photo = owned.Count == 1 ? owned[0] : all[0].PhotoUuid;
        if (!isRehearsal)
        {
            foreach (PhotoImage image in all.Where(image => image.PhotoUuid != photo))
                Say(image.Id, said[image.Id], StatementField.Photo, CanonicalJson.Of(photo.ToString()));
            if (!said.Values.Any(words => words.Exists(word => word.Field == StatementField.Primary)))
                Say(all[0].Id, said[all[0].Id], StatementField.Primary, CanonicalJson.True);
        }

        return Result(name, DescriptionVerdict.Taken, string.Create(CultureInfo.InvariantCulture, $"{found.Count} photos are one."));
    }

    private void Say(long image, List<Statement> said, string field, string value) =>
        catalog.Statements.Merge(image, [new Statement(field, value, Sizes.NextRevision(said.Find(word => word.Field == field)?.Revision ?? 0), null)]);

    private static DescriptionResult Result(string name, string verdict, string? detail) => new()
    {
        Kind = DescriptionKind.Stack,
        Source = name,
        FullName = name,
        Verdict = verdict,
        Detail = detail,
    };
}
