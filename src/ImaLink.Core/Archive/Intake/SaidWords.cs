using ImaLink.Catalog;

namespace ImaLink.Archive.Intake;

/// <summary>What is said of the photo of a file, and of the file's image alone.</summary>
internal sealed class SaidWords(CatalogDatabase catalog)
{
    private const double MostOtherShape = 0.03; // a RAW has a few pixels more than its JPEG

    private readonly PhotoLocator _locator = new(catalog);
    private readonly Lazy<(AlbumTree Tree, Dictionary<long, AlbumRow> Rows)> _albums = new(() => catalog.Albums.All() is var all ? (new AlbumTree(all), all.ToDictionary(album => album.Id)) : default);

    /// <summary>The albums that the photo of a file is in: their full titles, by UUID. They are read once.</summary>
    internal Dictionary<Guid, string> Albums(long fileId) => catalog.AlbumMembers.AlbumsOf(_locator.ByFile(fileId)!.Value)
        .Select(album => _albums.Value.Rows.GetValueOrDefault(album)).OfType<AlbumRow>().Where(album => !album.IsRemoved).ToDictionary(album => album.Uuid, _albums.Value.Tree.FullTitle);

    /// <summary>Of each field the newest statement, withdrawals too. Regions are those in the picture of the file.</summary>
    internal List<Statement> Of(long fileId)
    {
        long image = _locator.ImageByFile(fileId)!.Value;
        (long Image, IReadOnlyList<Statement> Said)[] images = [.. _locator.ImagesOf(_locator.ByFile(fileId)!.Value).Select(each => (each, (IReadOnlyList<Statement>)[.. catalog.Statements.OfImage(each)]))];
        List<Statement> newest = StatementOrder.Newest(images.SelectMany(each => each.Said.Where(word => StatementField.IsKnown(word.Field)
            && (!StatementField.IsOfImage(word.Field) || (each.Image == image && word.Field == StatementField.Orientation)))));
        return images.Length == 1 ? newest : newest.ConvertAll(word => HasRegion(word) ? Within(image, word, images) : word);
    }

    private static bool HasRegion(Statement word) => word.Value is not (null or CanonicalJson.True)
        && word.Field.StartsWith(StatementField.PersonPrefix, StringComparison.Ordinal) && StatementRules.IsUnderstood(word.Field, word.Value);

    /// <summary>A region as it lies in the picture of an image: RAW and JPEG of one shot may be turned differently. In a picture of another shape it is nobody knows where.</summary>
    private Statement Within(long image, Statement word, (long Image, IReadOnlyList<Statement> Said)[] images)
    {
        (long Image, Statement Said)[] same = [.. images.SelectMany(each => each.Said.Where(other => other.Field == word.Field && other.Revision == word.Revision && other.Writer == word.Writer).Select(other => (each.Image, other)))];
        // What files say they have measured in their own picture; an owner speaks of the one that stands for the photo.
        (long measured, Statement said) = word.Writer is null && Array.Find(same, each => each.Image == image) is { Said: not null } own ? own : same[0];
        if (measured == image || !HasRegion(said))
            return said;
        int? from = Turn(measured, images), to = Turn(image, images);
        if (!IsSameShape(catalog.Images.Key(measured), from, catalog.Images.Key(image), to))
            return said with { Value = CanonicalJson.True };
        if ((from ?? 1) == (to ?? 1))
            return said;
        var turned = new FileWords();
        foreach (var region in SaidFacts.Regions(said.Value!))
            turned.Person(word.Field[StatementField.PersonPrefix.Length..], region?.Shown(from).Stored(to));
        return said with { Value = turned.Values.GetValueOrDefault(word.Field, CanonicalJson.True) };
    }

    private int? Turn(long image, (long Image, IReadOnlyList<Statement> Said)[] images) =>
        images.First(each => each.Image == image).Said.FirstOrDefault(word => word.Field == StatementField.Orientation)?.Value is { Length: 1 } said && said[0] is >= '1' and <= '8' ? said[0] - '0' : catalog.Images.Orientation(image);

    private static bool IsSameShape(ImageKey one, int? oneTurn, ImageKey other, int? otherTurn)
    {
        double shape = Shape(one, oneTurn), wanted = Shape(other, otherTurn);
        return double.IsNaN(shape) || double.IsNaN(wanted) || Math.Abs(shape / wanted - 1) <= MostOtherShape;

        static double Shape(ImageKey key, int? turn) => key is not { Width: > 0, Height: > 0 } ? double.NaN : turn >= 5 ? (double)key.Height / key.Width : (double)key.Width / key.Height;
    }
}
