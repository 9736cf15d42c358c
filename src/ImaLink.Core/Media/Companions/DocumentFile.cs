using System.Text;
using System.Text.Json;
using ImaLink.Files;

namespace ImaLink.Media.Companions;

/// <summary>
/// Files that say something of photos and belong to none beside them: descriptions of albums, of photos that lie in another part of an
/// export, lists of an Apple export, Picasa's notes. Told by their names, and where those do not tell, by their first bytes.
/// </summary>
internal static class DocumentFile
{
    /// <summary>What <see cref="CompanionKind.Name"/> is for a companion.</summary>
    internal const string Kind = "document";

    private const int MaxLength = 1 << 20;

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ".picasa.ini", "Picasa.ini", "shared_album_comments.json", "user-generated-memory-titles.json", "print-subscriptions.json",
    };

    // What Google writes of a photo or an album beside its title.
    private static readonly string[] TakeoutFields =
        ["photoTakenTime", "creationTime", "date", "access", "description", "enrichments", "albumData", "geoData", "imageViews", "url", "sharedAlbumComments"];

    // "metadata" as a Takeout spells it: an album without date or place has a title alone.
    private static readonly HashSet<string> AlbumNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "metadata", "métadonnées", "metadaten", "metadatos", "metadati", "metagegevens", "metadados", "метаданные", "метадані", "メタデータ", "元数据",
        "中繼資料", "메타데이터", "metadane", "metatiedot", "metaadatok", "metaveriler", "meta veriler", "dati", "données",
    };

    private static readonly HashSet<string> ListFolders = new(StringComparer.OrdinalIgnoreCase) { "Albums", "Memories", "Shared Albums" };

    /// <summary>Whether a file is what Picasa notes of its folder, by its name.</summary>
    internal static bool IsPicasa(string name) => name.Equals(".picasa.ini", StringComparison.OrdinalIgnoreCase) || name.Equals("Picasa.ini", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file that is neither photo nor companion is such a document.</summary>
    internal static bool Is(FileInfo file)
    {
        if (Names.Contains(file.Name))
            return true;
        return file.Extension.ToUpperInvariant() switch
        {
            ".JSON" => TakeoutName.IsDescription(file.Name) || IsTakeout(file),
            ".CSV" => file.Name.StartsWith("Photo Details", StringComparison.OrdinalIgnoreCase)
                || ListFolders.Contains(file.Directory?.Name ?? "") || IsAppleList(Beginning(file, 64)),
            _ => false,
        };
    }

    private static bool IsTakeout(FileInfo file)
    {
        if (file.Length is 0 or > MaxLength)
            return false;
        try
        {
            using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetString(FileReading.ReadAllBytes(file.FullName, MaxLength)).TrimStart('\uFEFF'));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && (root.TryGetProperty("title", out JsonElement title) && title.ValueKind == JsonValueKind.String
                    && (Array.Exists(TakeoutFields, name => root.TryGetProperty(name, out _)) || IsAlbumName(file.Name) || TakeoutFile.IsWithin(file.FullName))
                    || root.TryGetProperty("albumData", out _));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException || IoErrors.IsIo(e))
        {
            return IsAlbumName(file.Name); // damaged, or not to be read: what it would have said is not passed over
        }
    }

    /// <summary><c>metadata.json</c>, <c>metadata(1).json</c>, in any language that is known.</summary>
    internal static bool IsAlbumName(string name)
    {
        string stem = Path.GetFileNameWithoutExtension(name);
        int bracket = stem.IndexOf('(', StringComparison.Ordinal);
        return AlbumNames.Contains(FileNames.Composed(bracket > 0 ? stem[..bracket] : stem).Trim());
    }

    private static bool IsAppleList(string text) =>
        text.StartsWith("imgName", StringComparison.OrdinalIgnoreCase) || text.StartsWith("imageName", StringComparison.OrdinalIgnoreCase) || text.StartsWith("Images\n", StringComparison.Ordinal) || text.StartsWith("Images\r", StringComparison.Ordinal);

    private static string Beginning(FileInfo file, int count)
    {
        try
        {
            using FileStream stream = FileReading.OpenStream(file.FullName);
            var bytes = new byte[count];
            return Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false)).TrimStart('\uFEFF');
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return ""; // told when it is taken in
        }
    }
}
