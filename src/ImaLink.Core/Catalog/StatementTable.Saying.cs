using System.Text.Json;
using ImaLink.Index;

namespace ImaLink.Catalog;

/// <content>What the owner says. What is known of the photos is read at once for all that one command says together: a dozen questions for each of them took longer than all else.</content>
internal sealed partial class StatementTable
{
    /// <summary>An image of a photo that something is said of, and what was said in the fields in question.</summary>
    private sealed record KnownImage(long Id, Dictionary<string, EditRow> Said);

    /// <summary>A photo that something is said of: its images, and the highest revision of all that is said of them.</summary>
    private sealed class KnownPhoto
    {
        internal List<KnownImage> Images { get; } = [];

        internal long Highest { get; set; }

        /// <summary>What is shown: the highest version among its images.</summary>
        internal string? Shown(string field)
        {
            Statement? shown = null;
            foreach (KnownImage image in Images)
                if (image.Said.GetValueOrDefault(field)?.Said is { } said && StatementOrder.IsNewer(said, shown))
                    shown = said;
            return shown?.Value;
        }
    }

    /// <summary>The images of photos.</summary>
    internal List<(long Photo, long Image)> ImagesOf(IEnumerable<long> photos) => catalog.Query("""
        SELECT image.photo_id, image.id FROM json_each(@0) AS wanted CROSS JOIN image ON image.photo_id = wanted.value ORDER BY image.id
        """, row => (row.GetInt64(0), row.GetInt64(1)), Ids(photos)).ToList();

    /// <summary>The owner's edit of a photo: one version for all its images. What is shown already is not said again.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="changes">Values as canonical JSON, by field; null withdraws.</param>
    /// <returns>The revision; 0 where there was nothing to say.</returns>
    internal long Say(long photo, IReadOnlyDictionary<string, string?> changes) => Say([(photo, changes)])[0];

    /// <summary>The owner's edits of photos, one after the other, each of which is one version for all images of its photo. What is shown already is not said again.</summary>
    /// <param name="edits">Photos, with values as canonical JSON, by field; null withdraws.</param>
    /// <returns>The revision of each; 0 where there was nothing to say.</returns>
    internal long[] Say(IReadOnlyList<(long Photo, IReadOnlyDictionary<string, string?> Changes)> edits) => catalog.Transaction(() =>
    {
        foreach (string field in edits.SelectMany(edit => edit.Changes.Keys))
            Check(field);
        catalog.PhotoModel.Group();
        Dictionary<long, KnownPhoto> photos = KnownOf(edits);
        long[] revisions = [.. edits.Select(edit => photos.TryGetValue(edit.Photo, out KnownPhoto? photo) ? Say(photo, edit.Changes) : 0)];
        Due(edits.Zip(revisions).Where(each => each.Second != 0).SelectMany(each => photos[each.First.Photo].Images).Select(image => image.Id).Distinct());
        return revisions;
    });

    /// <summary>The owner's word on single images: which photo they belong to, which stands for it, what it is there, how it is turned. One version for all of them, above all that is said of their photos.</summary>
    /// <param name="said">Images, with values as canonical JSON, by field; null withdraws.</param>
    /// <returns>The revision; 0 where there was nothing to say.</returns>
    internal long SayOfImages(IReadOnlyCollection<(long Image, IReadOnlyDictionary<string, string?> Changes)> said) => catalog.Transaction(() =>
    {
        catalog.PhotoModel.Group();
        var differing = new List<(KnownImage Image, List<KeyValuePair<string, string?>> Changes)>();
        foreach ((long image, IReadOnlyDictionary<string, string?> changes) in said)
        {
            foreach (string field in changes.Keys)
                Check(field);
            Dictionary<string, EditRow> known = Known(image);
            if (Differing(changes, field => known.GetValueOrDefault(field)?.Said.Value) is { Count: > 0 } news)
                differing.Add((new(image, known), news));
        }

        if (differing.Count == 0)
            return 0;
        long revision = Sizes.NextRevision(catalog.Scalar<long>("""
            SELECT coalesce(max(statement.revision), 0) FROM json_each(@0) AS wanted CROSS JOIN image AS one ON one.id = wanted.value
            CROSS JOIN image ON image.photo_id = one.photo_id CROSS JOIN statement ON statement.image_id = image.id
            """, Ids(said.Select(it => it.Image))));
        foreach ((KnownImage image, List<KeyValuePair<string, string?>> changes) in differing)
            Say(image, changes, revision);
        Due(differing.Select(it => it.Image.Id).Distinct());
        return revision;
    });

    private long Say(KnownPhoto photo, IReadOnlyDictionary<string, string?> changes)
    {
        List<KeyValuePair<string, string?>> news = Differing(changes, photo.Shown);
        if (news.Count == 0 || photo.Images.Count == 0)
            return 0;
        photo.Highest = Sizes.NextRevision(photo.Highest);
        photo.Images.ForEach(image => Say(image, news, photo.Highest));
        return photo.Highest;
    }

    private void Say(KnownImage image, List<KeyValuePair<string, string?>> changes, long revision)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        foreach ((string field, string? value) in changes)
        {
            EditRow? former = image.Said.GetValueOrDefault(field);
            EditRow edit = new(new Statement(field, value, revision, catalog.Uuid), true, former is { IsUnwritten: true } ? former.Base : former?.Said);
            Insert(image.Id, edit, now);
            image.Said[field] = edit;
        }

        Changed(image.Id, changes.Select(change => change.Key));
    }

    /// <summary>The indexes that show these images have to learn what was said.</summary>
    private void Due(IEnumerable<long> images) => catalog.Execute($"""
        UPDATE session SET edits = edits + 1, dirty = iif(dirty = 0, {SessionTable.DueForWords}, dirty)
        WHERE id IN (SELECT file.session_id FROM json_each(@0) AS said CROSS JOIN file ON file.image_id = said.value)
        """, Ids(images));

    /// <summary>What is known of the photos of edits, as far as these ask for it: one with ten thousand tags is not read whole.</summary>
    private Dictionary<long, KnownPhoto> KnownOf(IReadOnlyList<(long Photo, IReadOnlyDictionary<string, string?> Changes)> edits)
    {
        string wanted = Ids(edits.Select(edit => edit.Photo).Distinct());
        var photos = new Dictionary<long, KnownPhoto>();
        var images = new Dictionary<long, KnownImage>();
        foreach ((long id, long image, long highest) in catalog.Query("""
            SELECT image.photo_id, image.id, coalesce((SELECT max(statement.revision) FROM statement WHERE statement.image_id = image.id), 0)
            FROM json_each(@0) AS wanted CROSS JOIN image ON image.photo_id = wanted.value ORDER BY image.id
            """, row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), wanted))
        {
            if (!photos.TryGetValue(id, out KnownPhoto? photo))
                photos.Add(id, photo = new());
            photo.Highest = Math.Max(photo.Highest, highest);
            photo.Images.Add(images[image] = new(image, []));
        }

        string fields = JsonSerializer.Serialize(edits.SelectMany(edit => edit.Changes.Keys).Distinct().ToList(), IndexJson.Instance.ListString);
        foreach ((long image, EditRow row) in catalog.Query($"""
            SELECT {Columns} FROM json_each(@0) AS wanted CROSS JOIN image ON image.photo_id = wanted.value CROSS JOIN json_each(@1) AS asked
            CROSS JOIN statement ON statement.image_id = image.id AND statement.field = asked.value
            """, row => (row.GetInt64(8), Map(row)), wanted, fields))
        {
            images[image].Said[row.Said.Field] = row;
        }

        return photos;
    }

    private static List<KeyValuePair<string, string?>> Differing(IReadOnlyDictionary<string, string?> changes, Func<string, string?> shown) => [.. changes.Where(change => change.Value != shown(change.Key))];

    private static void Check(string field)
    {
        if (StatementRules.Fault(field) is { } fault)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"There can be no field '{IndexCheck.Excerpt(field)}': {fault}.", field);
    }

    private static string Ids(IEnumerable<long> ids) => $"[{string.Join(',', ids)}]";
}
