using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImaLink.Files;

namespace ImaLink.Media.Companions;

/// <summary>What the description of an album in a Google Takeout says. Texts as they are written there.</summary>
/// <param name="Title">The title; empty where it has none.</param>
/// <param name="Description">The description, with the texts that stand between the photos; null where there is none.</param>
internal sealed partial record TakeoutAlbum(string Title, string? Description)
{
    private const int MaxLength = 1 << 20;

    // What is said of photos and never of albums.
    private static readonly string[] OfPhotos = ["photoTakenTime", "imageViews", "creationTime", "photoLastModifiedTime", "googlePhotosOrigin", "url", "people"];

    /// <summary>Whether a folder is one of those that Google makes for the photos of a year or a day: no album of anybody.</summary>
    internal static bool IsOfTime(string folder) => Time().IsMatch(FileNames.Composed(folder).Trim());

    /// <summary>Reads a description, by what is in it: its name is in the language of its owner. Null where the file is none of an album, or is damaged.</summary>
    /// <exception cref="IOException">It could not be read.</exception>
    internal static TakeoutAlbum? Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetString(FileReading.ReadAllBytes(path, MaxLength)).TrimStart('\uFEFF'));
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("albumData", out JsonElement data))
                root = data;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("title", out JsonElement title) || title.ValueKind != JsonValueKind.String
                || Array.Exists(OfPhotos, name => root.TryGetProperty(name, out _)))
                return null;
            string description = string.Join("\n\n", Texts(root).Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text.Trim()));
            return new TakeoutAlbum(title.GetString()!.Trim(), description.Length == 0 ? null : description);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The description, and what was written between the photos: texts and places.</summary>
    private static IEnumerable<string> Texts(JsonElement album)
    {
        if (album.TryGetProperty("description", out JsonElement description) && description.ValueKind == JsonValueKind.String)
            yield return description.GetString()!;
        if (!album.TryGetProperty("enrichments", out JsonElement enrichments) || enrichments.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (JsonElement enrichment in enrichments.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object))
        {
            if (enrichment.TryGetProperty("narrativeEnrichment", out JsonElement narrative) && narrative.ValueKind == JsonValueKind.Object
                && narrative.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String)
                yield return text.GetString()!;
            if (enrichment.TryGetProperty("locationEnrichment", out JsonElement place) && place.ValueKind == JsonValueKind.Object
                && place.TryGetProperty("location", out JsonElement locations) && locations.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement location in locations.EnumerateArray())
                    if (location.ValueKind == JsonValueKind.Object && location.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String)
                        yield return name.GetString()!;
            }
        }
    }

    // In the languages that are known; of any other, the year becomes an album, and nothing is lost.
    [GeneratedRegex("""
        ^(
        (photos\ (from|de|du)|fotos\ (von|aus|de|del)|foto\ (dal|del|da|dari|uit|van|iz)|foto['’]s\ (uit|van)|foto(n)?\ från|bilder\ (från|fra|aus|von)|billeder\ fra|kuvat(\ vuodelta)?|zdjęcia\ z(\ roku)?
        |fotky\ z(\ roku)?|fotografie\ z(\ roku)?|fotografii\ din|fényképek|fotoğraflar|фото(графии)?\ за|фото\ из|фотографії\ за|светлини\ от|φωτογραφίες\ από)\ (19|20)[0-9]{2}(\ г\.?|\ r\.?|\ року|\ год)?
        |(19|20)[0-9]{2}\ ?(年の写真|年的照片|年的相片|년의?\ ?사진)
        |(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(\ ?\#[0-9]+)?
        )$
        """, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Time();
}
